using System.IO.Pipelines;

namespace Alerting.Server.Http;

/// <summary>
/// The body of a request as it arrives. Errors in how it is sent (its chunks, its length, a broken connection) are the sender's
/// and are thrown as <see cref="BadHttpRequestException"/>: Kestrel throws a plain <see cref="IOException"/> for some of them,
/// which could as well come from a disk.
/// </summary>
internal sealed class RequestPipe(PipeReader body) : PipeReader
{
    /// <summary>The only place that opens the body of a request.</summary>
#pragma warning disable RS0030 // here it is wrapped
    public static RequestPipe Of(HttpRequest request) => new(request.BodyReader);
#pragma warning restore RS0030

    /// <exception cref="BadHttpRequestException">The body cannot be read.</exception>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> reading;
        try
        {
            reading = body.ReadAsync(cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Unreadable(exception);
        }

        return reading.IsCompletedSuccessfully ? reading : AwaitAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        try
        {
            return body.TryRead(out result);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Unreadable(exception);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => body.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    private static async ValueTask<ReadResult> AwaitAsync(ValueTask<ReadResult> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Unreadable(exception);
        }
    }

    private static BadHttpRequestException Unreadable(IOException exception) =>
        new($"The body cannot be read: {exception.Message}", StatusCodes.Status400BadRequest, exception);
}
