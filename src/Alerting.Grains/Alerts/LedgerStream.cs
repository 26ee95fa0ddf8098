using Alerting.Alerts;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Alerting.Grains.Alerts;

/// <summary>Publishes new revisions as hints: one message in flight, the next gathers, and what is too much is left out.</summary>
internal sealed class LedgerStream(IAsyncStream<IReadOnlyList<Alert>> stream, LedgerNews news, ILogger logger)
{
    private const int MostGathered = 1_000;

    private List<Alert> _next = [];
    private bool _publishing;

    /// <summary>Does not wait and does not fail.</summary>
    public void Publish(IReadOnlyList<Alert> revisions)
    {
        news.Tell();

        // Readers see a gap in seq and read the ledger.
        _next.RemoveRange(0, Math.Min(_next.Count, Math.Max(0, _next.Count + revisions.Count - MostGathered)));
        _next.AddRange(revisions);
        if (!_publishing)
        {
            _publishing = true;
            _ = RunAsync();
        }
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
                // A hint only: whoever follows the stream reads the ledger as well.
                GrainLog.StreamFailed(logger, exception);
            }
        }

        _publishing = false;
    }
}
