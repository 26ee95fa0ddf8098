using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>Reads the ledger for one subscription, from its cursor to the head, as far as the subscription has room.</summary>
internal sealed class LedgerReader : ILogHandler<IReadOnlyList<LedgerRevision>>
{
    private const int Page = 500;

    // A ledger that has waited for so long calls again; reading goes on meanwhile.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly SubscriptionJournal _journal;
    private readonly IAlertLedgerGrain _ledger;
    private readonly Func<IReadOnlyList<LedgerRevision>, Task> _take;
    private readonly Func<long, Task> _skip;
    private readonly TimeProvider _clock;
    private readonly LogFollower<IReadOnlyList<LedgerRevision>> _follower;
    private IReadOnlyList<LedgerRevision> _carried = [];
    private bool _knowsHead;
    private long _head;

    /// <param name="take">Takes the next revisions, without a gap, and completes when that is durable.</param>
    /// <param name="skip">Passes over what the ledger has forgotten, to the first seq that is left.</param>
    public LedgerReader(
        string log, SubscriptionJournal journal, IAlertLedgerGrain ledger, Func<IReadOnlyList<LedgerRevision>, Task> take,
        Func<long, Task> skip, Backoff backoff, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (_journal, _ledger, _take, _skip, _clock) = (journal, ledger, take, skip, clock);
        _follower = new LogFollower<IReadOnlyList<LedgerRevision>>(log, this, backoff, logger, stopping);
    }

    public string Consumer => "its deliveries";

    /// <summary>Whether there is more than has been read.</summary>
    public bool IsBehind => _head > _journal.State.ScannedTo;

    /// <summary>Whether more can be taken now; what is not, is read when there is room or the subscription is enabled.</summary>
    public bool CanTake => _journal.State is { IsActive: true, Capacity: >= Page };

    /// <summary>Asks for the head and reads on. Does not wait.</summary>
    public void Refresh()
    {
        _knowsHead = false;
        _follower.Start();
    }

    /// <summary>Reads on if there is more. Does not wait.</summary>
    public void Start()
    {
        if (IsBehind || !_knowsHead)
        {
            _follower.Start();
        }
    }

    /// <summary>The subscription went back: reads from its cursor again. Does not wait.</summary>
    public void Rewind()
    {
        _knowsHead = false;
        _follower.MoveTo(_journal.State.ScannedTo);
    }

    /// <summary>The ledger has advanced: completes when all up to the head is read and durable, as far as it can be taken.</summary>
    /// <param name="newest">Up to the head without a gap, so that who has what was before need not read; may be empty.</param>
    /// <exception cref="TimeoutException">That takes long; it goes on.</exception>
    public async Task AdvanceAsync(long head, IReadOnlyList<LedgerRevision> newest)
    {
        _head = Math.Max(_head, head);
        _carried = newest.Count > 0 ? newest : _carried;
        Start();
        await _follower.AtRestAsync().WaitAsync(s_maxWait, _clock);
    }

    /// <summary>Revisions after a seq, some of them.</summary>
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

        var known = _journal.State.ScannedTo;
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
            _head = _journal.State.ScannedTo;
        }

        return revisions.Count > 0 ? revisions : null;
    }

    public async Task<long> HandOverAsync(IReadOnlyList<LedgerRevision> news)
    {
        await _take(news);
        return _journal.State.ScannedTo;
    }

    /// <summary>Revisions after a seq, or after those that the ledger has forgotten.</summary>
    private async Task<IReadOnlyList<LedgerRevision>> ReadKeptAsync(long after)
    {
        try
        {
            return await ReadPageAsync(after);
        }
        catch (LogTrimmedException trimmed)
        {
            await _skip(trimmed.First);
            return await ReadPageAsync(_journal.State.ScannedTo);
        }
    }

    /// <summary>What the ledger carried along, if it goes on from here.</summary>
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
