using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>Thrown when the server stops waiting for the rest of a request's body.</summary>
/// <param name="status">Status of the answer, if nothing of the request was processed yet.</param>
internal sealed class BodyCutException(int status, Fault fault) : Exception(fault.Detail)
{
    public int Status => status;

    public Fault Fault => fault;

    public static BodyCutException Silent(TimeSpan silence) => new(
        StatusCodes.Status408RequestTimeout,
        new Fault(FaultTypes.BodyTimedOut, $"Nothing of the body came for {silence.TotalSeconds:0.#} s."));

    public static BodyCutException Slow(TimeSpan duration) => new(
        StatusCodes.Status408RequestTimeout,
        new Fault(FaultTypes.BodyTimedOut, $"The body had not come to its end after {duration.TotalSeconds:0.#} s."));

    public static BodyCutException Closing() => new(
        StatusCodes.Status503ServiceUnavailable,
        new Fault(FaultTypes.ShuttingDown, "This process ends; repeat the request, which is safe."));

    public static BodyCutException NoRoom() => new(
        StatusCodes.Status503ServiceUnavailable,
        new Fault(
            FaultTypes.TooManyRequests,
            "Too many large bodies are being read; repeat the request in a moment, or send it as application/x-ndjson."));

    public static BodyCutException NoDecoder() => new(
        StatusCodes.Status503ServiceUnavailable,
        new Fault(
            FaultTypes.TooManyRequests,
            "Too many compressed bodies are being read; repeat the request in a moment, "
            + "with gzip, which takes least, or without a coding."));
}
