using System.Net;

namespace Alerting.Client;

/// <summary>When a request is sent again, and after how long.</summary>
internal static class Repetition
{
    /// <summary>
    /// Whether the same request may well succeed later: the server could not be reached, broke off, or has too much to do. A
    /// request that was cancelled, and not by the caller, was given up because nothing came.
    /// </summary>
    public static bool IsOfUse(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && (failure is HttpRequestException or IOException or OperationCanceledException
            or ProblemException { Status: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError });

    /// <summary>The wait after a failure: it doubles with each try, unless the server asks for a longer one.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="tries">How many tries have failed before this one.</param>
    /// <param name="min">The first wait.</param>
    /// <param name="max">The longest wait.</param>
    public static TimeSpan WaitAfter(Exception failure, int tries, TimeSpan min, TimeSpan max)
    {
        var wait = min * Math.Pow(2, Math.Min(tries, 20));
        wait = wait < max ? wait : max;

        // Jitter, so that the clients of a server that was away do not all come back at one moment.
        wait *= 0.75 + (Random.Shared.NextDouble() / 4);
        return failure is ProblemException { RetryAfter: { } asked } && asked > wait ? asked : wait;
    }
}
