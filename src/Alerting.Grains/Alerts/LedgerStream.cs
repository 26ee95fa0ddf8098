using Alerting.Alerts;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Alerting.Grains.Alerts;

/// <summary>
/// Publishes new revisions on the stream, as hints. While one message is in flight, the next one gathers; revisions
/// beyond a limit are left out.
/// </summary>
internal sealed class LedgerStream(IAsyncStream<IReadOnlyList<Alert>> stream, LedgerSignal signal, ILogger logger)
{
    // Estimated bytes. A hint works without its revisions as well, and streams keep their messages for a while.
    private const int MaxGatheredBytes = 256 << 10;

    private List<Alert> _next = [];
    private bool _publishing;

    /// <summary>Returns at once and does not fail.</summary>
    public void Publish(IReadOnlyList<Alert> revisions)
    {
        signal.Raise();

        // Readers notice the gap in seq and read from the ledger.
        _next.AddRange(revisions);
        _next.RemoveRange(0, _next.Count - CountOfNewest());
        if (!_publishing)
        {
            _publishing = true;
            _ = RunAsync();
        }
    }

    /// <summary>How many of the newest revisions fit into a message; at least one.</summary>
    private int CountOfNewest()
    {
        var count = 0;
        for (long bytes = 0; count < _next.Count && (count == 0 || bytes <= MaxGatheredBytes); count++)
        {
            bytes += AlertSize.Of(_next[^(count + 1)]);
        }

        return count;
    }

    private async Task RunAsync()
    {
        while (_next.Count > 0)
        {
            var revisions = _next;
            _next = [];
            try
            {
                await stream.OnNextAsync(revisions);
            }
            catch (Exception exception)
            {
                // It was only a hint: every reader of the stream reads the ledger as well.
                GrainLog.StreamFailed(logger, exception);
            }
        }

        _publishing = false;
    }
}
