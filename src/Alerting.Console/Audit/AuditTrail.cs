using Alerting.Audit;
using Alerting.Client;

namespace Alerting.Console.Audit;

/// <summary>
/// Reads the audit log backwards, the newest entries first. The server lists it forwards, by a seq without gaps: so where a time lies
/// in it is found by halving, and what lies before a place is read in windows that grow while they hold little.
/// </summary>
/// <param name="audit">Where it is read.</param>
/// <param name="filter">Which entries; its <see cref="AuditFilter.After"/> is not used.</param>
/// <param name="from">None of before; null: from the first that is kept.</param>
/// <param name="to">None of later; null: to the last.</param>
internal sealed class AuditTrail(AuditClient audit, AuditFilter filter, DateTimeOffset? from, DateTimeOffset? to)
{
    /// <summary>Entries that are asked for at a time: one may be as large as 128 KiB.</summary>
    private const int ReadSize = 200;

    /// <summary>Entries of different kinds may be in another order than their times.</summary>
    private static readonly TimeSpan s_disorder = TimeSpan.FromMinutes(10);

    private readonly Queue<AuditEntry> _read = new();

    /// <summary>The seq below which nothing is asked for; null: it has not been looked for.</summary>
    private long? _floor;

    /// <summary>Everything from this seq on has been read.</summary>
    private long _readFrom;

    private long _window = ReadSize;

    /// <summary>Whether there is nothing older.</summary>
    public bool IsAtStart => _floor is { } floor && _readFrom <= floor && _read.Count == 0;

    /// <summary>The entries before those of the last call, newest first; fewer at the end alone.</summary>
    public async Task<IReadOnlyList<AuditEntry>> OlderAsync(int count, CancellationToken cancellationToken)
    {
        var floor = _floor ??= await FindEndsAsync(cancellationToken);
        while (_read.Count < count && _readFrom > floor)
        {
            await ReadWindowAsync(floor, cancellationToken);
        }

        var older = new List<AuditEntry>(count);
        while (older.Count < count && _read.TryDequeue(out var entry))
        {
            older.Add(entry);
        }

        return older;
    }

    private async Task ReadWindowAsync(long floor, CancellationToken cancellationToken)
    {
        var start = Math.Max(floor, _readFrom - _window);
        var entries = await audit.ListAsync(filter with { After = After(start) }, ReadSize, cancellationToken)
            .TakeWhile(entry => entry.Seq < _readFrom).Take(ReadSize + 1).ToListAsync(cancellationToken);
        if (entries.Count > ReadSize)
        {
            _window = Math.Max(ReadSize, _window / 4);
            return;
        }

        _window = entries.Count < ReadSize / 4 ? _window * 4 : _window;
        _readFrom = start;
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].At >= (from ?? DateTimeOffset.MinValue) && entries[i].At <= (to ?? DateTimeOffset.MaxValue))
            {
                _read.Enqueue(entries[i]);
            }
        }
    }

    /// <summary>Finds where to begin and where to end.</summary>
    /// <returns>The first seq of interest.</returns>
    private async Task<long> FindEndsAsync(CancellationToken cancellationToken)
    {
        if (await FirstAsync(null, cancellationToken) is not { } first)
        {
            _readFrom = 1;
            return 1;
        }

        _readFrom = (await FindAsync(first.Seq, to + s_disorder, cancellationToken)).High + 1;
        return from is null ? first.Seq : (await FindAsync(first.Seq, from - s_disorder, cancellationToken)).Low + 1;
    }

    /// <summary>
    /// Where a time lies: what comes after <c>High</c> is later, what comes up to <c>Low</c> is not; they are no farther apart than is
    /// read at a time.
    /// </summary>
    /// <param name="time">Null: the end of the log.</param>
    private async Task<(long Low, long High)> FindAsync(long first, DateTimeOffset? time, CancellationToken cancellationToken)
    {
        async Task<bool> IsPastAsync(long seq) =>
            await FirstAsync(seq, cancellationToken) is not { } next || next.At > (time ?? DateTimeOffset.MaxValue);

        var (low, step) = (first - 1, (long)ReadSize);
        while (!await IsPastAsync(low + step))
        {
            (low, step) = (low + step, step * 4);
        }

        var high = low + step;
        while (high - low > ReadSize)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = await IsPastAsync(middle) ? (low, middle) : (middle, high);
        }

        return (low, high);
    }

    /// <summary>The first entry after a seq, whatever it is of.</summary>
    private ValueTask<AuditEntry?> FirstAsync(long? after, CancellationToken cancellationToken) =>
        audit.ListAsync(new AuditFilter { After = after }, 1, cancellationToken).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Without a seq the log begins with what is left of it, however much that is.</summary>
    private static long? After(long start) => start <= 1 ? null : start - 1;
}
