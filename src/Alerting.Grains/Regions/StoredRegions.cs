using System.Runtime.CompilerServices;
using Alerting.Backtests;
using Alerting.Grains.Backtests;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

/// <summary>
/// Reads what regions have stored, directly from their logs: no region is called, so none is activated by being looked
/// at.
/// </summary>
public sealed class StoredRegions(ILogStore store)
{
    /// <summary>
    /// Codes of the regions that have a log, in ordinal order: those that ever took a report, an override or a roll-up.
    /// </summary>
    /// <exception cref="LogStoreUnavailableException">The store cannot be read.</exception>
    public async IAsyncEnumerable<string> CodesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var log in store.ListAsync(LogOwners.RegionPrefix, cancellationToken))
        {
            yield return log[LogOwners.RegionPrefix.Length..];
        }
    }

    /// <summary>How far the logs of all regions have got that have one, by code; no less than when this was called.</summary>
    /// <exception cref="LogStoreUnavailableException">The store cannot be read.</exception>
    public async IAsyncEnumerable<KeyValuePair<string, long>> HeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var head in store.ListHeadsAsync(LogOwners.RegionPrefix, cancellationToken))
        {
            yield return KeyValuePair.Create(head.Log[LogOwners.RegionPrefix.Length..], head.Sequence);
        }
    }

    /// <summary>How far the log of a region has got; 0 where it has none.</summary>
    /// <exception cref="LogStoreUnavailableException">The store cannot be read.</exception>
    public Task<long> HeadAsync(string code, CancellationToken cancellationToken) =>
        store.LastSequenceAsync(LogOwners.Region(code), cancellationToken);

    /// <summary>Opens what some regions have stored; the caller disposes of the result.</summary>
    /// <param name="includes">Which regions to read, by code.</param>
    /// <param name="clock">When each report counts, and so the order of those of different regions.</param>
    /// <param name="to">UTC ticks, inclusive, up to which the history is read; null: to its end.</param>
    /// <param name="cancellationToken">Ends the reading, also of the result.</param>
    /// <exception cref="LogStoreUnavailableException">The store cannot be read.</exception>
    public async Task<StoredHistory> OpenHistoryAsync(
        Func<string, bool> includes, HistoryClock clock, long? to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(includes);
        var histories = new List<RegionHistory>();
        await foreach (var code in CodesAsync(cancellationToken))
        {
            if (includes(code))
            {
                histories.Add(new RegionHistory(code, store, LogOwners.Region(code), clock, to, cancellationToken));
            }
        }

        return new StoredHistory(histories);
    }
}
