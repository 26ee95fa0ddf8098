using Alerting.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Alerts;

/// <summary>Reads the ledger for one follower, from its cursor to the head, as long as the follower has room.</summary>
internal sealed class LedgerReader : ILogHandler<IReadOnlyList<LedgerRevision>>
{
    private const int Page = 500;

    // After this time the ledger's call is answered with an error and repeated by it; reading continues meanwhile.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly ILedgerCursor _cursor;
    private readonly IAlertLedgerGrain _ledger;
    private readonly Func<IReadOnlyList<LedgerRevision>, Task> _take;
    private readonly Func<long, Task> _skip;
    private readonly TimeProvider _clock;
    private readonly LogFollower<IReadOnlyList<LedgerRevision>> _follower;
    private IReadOnlyList<LedgerRevision> _carried = [];
    private bool _knowsHead;
    private long _head;

    /// <param name="log">Name of the follower's log.</param>
    /// <param name="consumer">What the revisions are read for, in log messages.</param>
    /// <param name="cursor">Up to where they are taken.</param>
    /// <param name="ledger">Of which they are read.</param>
    /// <param name="take">Takes the next revisions, without a gap, and completes when they are durably taken.</param>
    /// <param name="skip">Skips revisions that the ledger has removed, to the given first seq.</param>
    public LedgerReader(
        string log, string consumer, ILedgerCursor cursor, IAlertLedgerGrain ledger, Func<IReadOnlyList<LedgerRevision>, Task> take,
        Func<long, Task> skip, Backoff backoff, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (Consumer, _cursor, _ledger, _take, _skip, _clock) = (consumer, cursor, ledger, take, skip, clock);
        _follower = new LogFollower<IReadOnlyList<LedgerRevision>>(log, this, backoff, logger, stopping);
    }

    public string Consumer { get; }

    /// <summary>Whether there is more than has been read.</summary>
    public bool IsBehind => _head > _cursor.ScannedTo;

    /// <summary>Whether the follower can take more now. Otherwise reading continues when it is started again.</summary>
    public bool CanTake => _cursor.HasRoomFor(Page);

    /// <summary>Asks for the head and reads on; returns at once.</summary>
    public void Refresh()
    {
        _knowsHead = false;
        _follower.Start();
    }

    /// <summary>Reads on if there is more; returns at once.</summary>
    public void Start()
    {
        if (IsBehind || !_knowsHead)
        {
            _follower.Start();
        }
    }

    /// <summary>The follower's cursor was moved back: reads from there again; returns at once.</summary>
    public void Rewind()
    {
        _knowsHead = false;
        _follower.MoveTo(_cursor.ScannedTo);
    }

    /// <summary>
    /// The ledger has new revisions: completes when everything up to the head has been read and is durable, as far as
    /// the follower can take it.
    /// </summary>
    /// <param name="newest">The newest revisions up to the head, without a gap; may be empty. With all before them
    /// known, nothing need be read.</param>
    /// <exception cref="TimeoutException">It takes long; reading continues.</exception>
    public async Task AdvanceAsync(long head, IReadOnlyList<LedgerRevision> newest)
    {
        _head = Math.Max(_head, head);
        _carried = newest.Count > 0 ? newest : _carried;
        Start();
        await _follower.AtRestAsync().WaitAsync(s_maxWait, _clock);
    }

    /// <summary>Some revisions after a seq, in order.</summary>
    public Task<IReadOnlyList<LedgerRevision>> ReadPageAsync(long after) =>
        _ledger.ReadSelectedAsync([.. Enumerable.Range(1, Page).Select(next => after + next)]);

    public async ValueTask<IReadOnlyList<LedgerRevision>?> ReadAsync(long cursor)
    {
        if (!CanTake)
        {
            return null;
        }

        if (!_knowsHead)
        {
            _head = Math.Max(_head, await _ledger.HeadAsync());
            _knowsHead = true;
        }

        var known = _cursor.ScannedTo;
        if (known >= _head)
        {
            return null;
        }

        if (Carried(known) is { } carried)
        {
            return carried;
        }

        var revisions = await ReadKeptAsync(known);
        if (revisions.Count == 0)
        {
            _head = _cursor.ScannedTo;
        }

        return revisions.Count > 0 ? revisions : null;
    }

    public async Task<long> HandOverAsync(IReadOnlyList<LedgerRevision> news)
    {
        await _take(news);
        return _cursor.ScannedTo;
    }

    /// <summary>The revisions after a seq, or after those that the ledger has removed.</summary>
    private async Task<IReadOnlyList<LedgerRevision>> ReadKeptAsync(long after)
    {
        try
        {
            return await ReadPageAsync(after);
        }
        catch (LogTrimmedException trimmed)
        {
            await _skip(trimmed.First);
            return await ReadPageAsync(_cursor.ScannedTo);
        }
    }

    /// <summary>The revisions that came with the ledger's call, if they follow without a gap.</summary>
    private IReadOnlyList<LedgerRevision>? Carried(long known)
    {
        var carried = _carried;
        if (carried is not [var first, ..] || first.Alert.Seq > known + 1 || carried[^1].Alert.Seq <= known)
        {
            return null;
        }

        _carried = [];
        return first.Alert.Seq == known + 1 ? carried : [.. carried.Where(revision => revision.Alert.Seq > known)];
    }
}
