using Alerting.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Alerts;

/// <summary>Follows the ledger from its present end on, for the live readers of one process.</summary>
public sealed class LedgerTail
{
    private const int MaxPage = 500;

    // Shorter than between grains: people wait for a live feed.
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(2);

    private readonly LogFollower<LedgerAdvance> _follower;

    /// <param name="grains">Finds the ledger.</param>
    /// <param name="listener">Takes what is read.</param>
    /// <param name="clock">Measures the pauses after failures.</param>
    /// <param name="logger">Is told of failures.</param>
    /// <param name="stopping">Ends the reading.</param>
    public LedgerTail(IGrainFactory grains, ILedgerListener listener, TimeProvider clock, ILogger logger, CancellationToken stopping)
        : this(grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key), listener, clock, logger, stopping)
    {
    }

    internal LedgerTail(
        IAlertLedgerGrain ledger, ILedgerListener listener, TimeProvider clock, ILogger logger, CancellationToken stopping) =>
        _follower = new LogFollower<LedgerAdvance>(
            LogOwners.Ledger, new Reader(ledger, listener), new Backoff(clock, s_maxPause), logger, stopping);

    /// <summary>
    /// Reads on, again and again if the ledger cannot be read. Completes when the listener has everything that the ledger
    /// had at the call, or when the process stops. Must not be called again before that.
    /// </summary>
    public Task ReadOnAsync()
    {
        _follower.Start();
        return _follower.AtRestAsync();
    }

    private sealed record LedgerAdvance(long Through, IReadOnlyList<LedgerRevision> Revisions);

    private sealed class Reader(IAlertLedgerGrain ledger, ILedgerListener listener) : ILogHandler<LedgerAdvance>
    {
        public string Consumer => "the live feeds of this process";

        /// <summary>Begins one before the end, so that the listener is told of the end even if nothing follows.</summary>
        public async ValueTask<long> CatchUpAsync(long cursor) => Math.Max(await ledger.HeadAsync() - 1, 0);

        public async ValueTask<LedgerAdvance?> ReadAsync(long cursor)
        {
            if (!listener.WantsRevisions)
            {
                var head = await ledger.HeadAsync();
                return head > cursor ? new LedgerAdvance(head, []) : null;
            }

            try
            {
                var page = await ledger.ReadSelectedAsync([.. Enumerable.Range(1, MaxPage).Select(next => cursor + next)]);
                return page is [.., var last] ? new LedgerAdvance(last.Alert.Seq, page) : null;
            }
            catch (LogTrimmedException trimmed)
            {
                // Even the newest revision may be older than the retention.
                return new LedgerAdvance(trimmed.First - 1, []);
            }
        }

        public Task<long> HandOverAsync(LedgerAdvance news)
        {
            listener.OnAdvanced(news.Through, news.Revisions);
            return Task.FromResult(news.Through);
        }
    }
}
