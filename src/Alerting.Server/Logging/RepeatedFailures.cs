using Alerting.Storage.Logs;

namespace Alerting.Server.Logging;

/// <summary>
/// Lets one message a minute through for each cause of a failing store: while it is broken, every log, consumer and request
/// reports it again and again.
/// </summary>
internal sealed class RepeatedFailures(TimeProvider clock)
{
    private const int MaxCauses = 256;
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Since, int LeftOut)> _causes = new(StringComparer.Ordinal);

    /// <summary>The cause of a failure of the store; null for any other failure.</summary>
    public static string? CauseOf(Exception? exception)
    {
        string? cause = null;
        for (; exception is not null; exception = exception.InnerException)
        {
            cause = exception is LogStoreUnavailableException ? exception.Message : cause;
        }

        return cause;
    }

    /// <summary>Whether to log a message.</summary>
    /// <param name="cause">See <see cref="CauseOf"/>.</param>
    /// <param name="leftOut">How many messages of the same cause were left out since the last one.</param>
    public bool Admits(string cause, out int leftOut)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var known = _causes.TryGetValue(cause, out var entry);
            leftOut = entry.LeftOut;
            if (known && clock.GetElapsedTime(entry.Since, now) < s_every)
            {
                _causes[cause] = (entry.Since, leftOut + 1);
                return false;
            }

            if (_causes.Count >= MaxCauses)
            {
                _causes.Clear();
            }

            _causes[cause] = (now, 0);
            return true;
        }
    }
}
