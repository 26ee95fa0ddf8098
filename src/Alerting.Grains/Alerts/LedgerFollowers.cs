using Alerting.Alerts;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Alerts;

/// <summary>The grain that stands for a subscription.</summary>
internal delegate ILedgerFollower LedgerFollowerResolver(string subscriptionId);

/// <summary>Tells the subscriptions how far the ledger is, all at once and each until it has acknowledged.</summary>
internal sealed class LedgerFollowers(string log, LedgerFollowerResolver resolve, TimeProvider clock, ILogger logger, CancellationToken stopping)
{
    /// <summary>More revisions than these are not carried along but read.</summary>
    public const int MaxCarried = 100;

    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private long _head;
    private IReadOnlyList<LedgerRevision> _newest = [];

    public int Count => _followers.Count;

    /// <summary>A follower that has acknowledged up to <paramref name="acknowledged"/>; replaces one of the same id.</summary>
    public void Add(string id, long acknowledged)
    {
        var follower = new Follower(resolve(id), acknowledged);
        follower.Pump = new HopPump(log, "subscription " + id, () => TellAsync(id, follower), clock, logger, stopping);
        _followers[id] = follower;
    }

    public void Remove(string id) => _followers.Remove(id);

    public bool AreBehind(long head) => _followers.Values.Any(follower => follower.Acknowledged < head);

    /// <summary>Tells those who are behind. Does not wait.</summary>
    /// <param name="newest">The revisions that have come last, if any have; carried along where they are few.</param>
    public void Tell(long head, IReadOnlyList<LedgerRevision> newest)
    {
        _head = head;
        _newest = newest.Count <= MaxCarried ? newest : [];
        foreach (var follower in _followers.Values)
        {
            if (follower.Acknowledged < head)
            {
                follower.Pump!.Start();
            }
        }
    }

    /// <summary>The least seq, at most the one given, that some follower still needs.</summary>
    /// <param name="below">Nobody else needs the revisions before it.</param>
    public async Task<long> NeededAsync(long below)
    {
        foreach (var follower in _followers.Values.ToList())
        {
            below = Math.Min(below, await follower.Grain.NeedsAsync(below));
        }

        return below;
    }

    private async Task<bool> TellAsync(string id, Follower follower)
    {
        if (!IsCurrent(id, follower) || follower.Acknowledged >= _head)
        {
            return false;
        }

        var before = follower.Acknowledged;
        follower.Acknowledged = await follower.Grain.LedgerAdvancedAsync(_head, _newest);

        // One that takes no more for now is told again with the next revision or wake.
        return follower.Acknowledged > before && follower.Acknowledged < _head;
    }

    private bool IsCurrent(string id, Follower follower) => _followers.TryGetValue(id, out var current) && ReferenceEquals(current, follower);

    private sealed class Follower(ILedgerFollower grain, long acknowledged)
    {
        public ILedgerFollower Grain { get; } = grain;

        public long Acknowledged { get; set; } = acknowledged;

        public HopPump? Pump { get; set; }
    }
}
