using Alerting.Storage.Logs;

namespace Alerting.Grains.Retention;

/// <summary>
/// Finds the entry at which a log may begin, by age. It reads the entries that are about to go, once and in order, so
/// no index from instants to entries has to be kept.
/// </summary>
/// <param name="retention">Entries younger than this stay.</param>
/// <param name="recordedAt">Instant of an entry, UTC ticks; null when the entry has none and counts as old as the one
/// before.</param>
internal sealed class LogAge(ILogStore store, string log, TimeSpan retention, Func<LogEntry, long?> recordedAt, TimeProvider clock)
{
    /// <summary>
    /// A log is trimmed by at least this fraction of its content at a time and not entry by entry, since each trim
    /// requires a snapshot and writes to pages all over the store.
    /// </summary>
    private const int Strides = 32;

    /// <summary>The first entry of the log, as far as is known.</summary>
    private long _first = 1;

    private long _trimmed = 1;

    /// <summary>When that entry was recorded; null before anything was read.</summary>
    private long? _firstAt;

    /// <summary>Trims old entries.</summary>
    /// <param name="below">Entries from this sequence on stay, whatever their age.</param>
    public async Task TrimAsync(long below, CancellationToken cancellationToken)
    {
        var first = await FirstToKeepAsync(below, cancellationToken);
        if (first > _trimmed)
        {
            await store.TrimAsync(log, first, cancellationToken);
            _trimmed = first;
        }
    }

    /// <summary>The sequence at which the log may begin; the present one while not enough entries are old.</summary>
    /// <param name="below">Entries from this sequence on stay, whatever their age.</param>
    public async Task<long> FirstToKeepAsync(long below, CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcTicks - retention.Ticks;
        if (_firstAt is null)
        {
            await ReadToAsync(1, long.MinValue, cancellationToken);
        }

        if (_firstAt < oldest - (retention.Ticks / Strides) && _first < below)
        {
            await ReadToAsync(below, oldest, cancellationToken);
        }

        return _first;
    }

    /// <summary>Reads on to the first entry that is young enough or not below the limit.</summary>
    private async Task ReadToAsync(long below, long oldest, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (var entry in store.ReadAsync(log, _first, cancellationToken))
                {
                    _first = entry.Sequence;
                    _firstAt = recordedAt(entry) ?? _firstAt ?? 0;
                    if (entry.Sequence >= below || _firstAt >= oldest)
                    {
                        break;
                    }
                }

                return;
            }
            catch (LogTrimmedException trimmed)
            {
                _first = trimmed.First;
            }
        }
    }
}
