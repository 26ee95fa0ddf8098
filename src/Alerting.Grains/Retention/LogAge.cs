using Alerting.Storage.Logs;

namespace Alerting.Grains.Retention;

/// <summary>
/// Finds by time where a log may begin. It reads what is about to go, once and from the front: no index from instants to
/// entries is kept for it.
/// </summary>
/// <param name="retention">Younger entries stay.</param>
/// <param name="recordedAt">UTC ticks of an entry; null where it does not say and is taken for as old as the one before.</param>
internal sealed class LogAge(ILogStore store, string log, TimeSpan retention, Func<LogEntry, long?> recordedAt, TimeProvider clock)
{
    /// <summary>
    /// A log is trimmed by a part of this size of what it holds and not entry by entry: each trim costs a snapshot and
    /// writes to pages all over the store.
    /// </summary>
    private const int Strides = 32;

    /// <summary>The first entry that is left, as far as is known.</summary>
    private long _first = 1;

    private long _trimmed = 1;

    /// <summary>When it was recorded; null before anything was read.</summary>
    private long? _firstAt;

    /// <summary>Removes what is old from the log.</summary>
    /// <param name="below">Entries from here on stay whatever their age.</param>
    public async Task TrimAsync(long below, CancellationToken cancellationToken)
    {
        var first = await FirstToKeepAsync(below, cancellationToken);
        if (first > _trimmed)
        {
            await store.TrimAsync(log, first, cancellationToken);
            _trimmed = first;
        }
    }

    /// <summary>The sequence at which the log may begin; the present one while not enough of it is old.</summary>
    /// <param name="below">Entries from here on stay whatever their age.</param>
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

    /// <summary>Reads on to the first entry that is not older, or not below.</summary>
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
