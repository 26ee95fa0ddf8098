using System.Net;
using Alerting.Reports;

namespace Alerting.Client;

/// <summary>The server refused a request, or could not do what it asks; it says why by RFC 9457 problem details.</summary>
public sealed class ProblemException : Exception
{
    internal ProblemException(HttpStatusCode status, Problem problem, TimeSpan? retryAfter)
        : base($"{(int)status} {problem.Type}: {problem.Detail}")
    {
        Status = status;
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What the server says; a <see cref="ReportsProblem"/>, with what became of each report, where reports were posted.</summary>
    public Problem Problem { get; }

    /// <summary>One of <see cref="FaultTypes"/>.</summary>
    public string Type => Problem.Type;

    /// <summary>After how long the server asks to come back; null where repeating the request is of no use, or it does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
