using Alerting.Alerts;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Alerts;

/// <summary>Gets the grain that follows under a name, see <see cref="LedgerFollowerNames"/>.</summary>
internal delegate ILedgerFollower LedgerFollowerResolver(string follower);

/// <summary>Notifies the followers of new revisions, all of them concurrently and each until it has acknowledged.</summary>
internal sealed class LedgerFollowers(
    string log, LedgerFollowerResolver resolve, Backoff backoff, ILogger logger, CancellationToken stopping)
{
    /// <summary>More revisions than these are not sent with a notification; the follower reads them.</summary>
    public const int MaxCarried = 100;

    private readonly string _log = log;
    private readonly LedgerFollowerResolver _resolve = resolve;
    private readonly Backoff _backoff = backoff;
    private readonly ILogger _logger = logger;
    private readonly CancellationToken _stopping = stopping;
    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);

    /// <summary>The newest revisions up to the head, without a gap, that followers may not have yet.</summary>
    private readonly List<LedgerRevision> _newest = [];
    private long _head;
    private Advance? _last;

    public int Count => _followers.Count;

    /// <summary>Adds a follower that has acknowledged up to <paramref name="acknowledged"/>, in place of one with the same id.</summary>
    public void Add(string id, long acknowledged) => _followers[id] = new Follower(this, id, acknowledged);

    public void Remove(string id) => _followers.Remove(id);

    public bool AreBehind(long head) => _followers.Values.Any(follower => follower.Log.Cursor < head);

    /// <summary>Starts to notify the followers that are behind, and returns at once.</summary>
    /// <param name="newest">The revisions that were added last, up to the head, if any were.</param>
    public void Notify(long head, IReadOnlyList<LedgerRevision> newest)
    {
        _head = head;
        _last = null;
        if (newest.Count > 0 && newest.Count <= MaxCarried)
        {
            _newest.RemoveRange(0, Math.Max(0, _newest.Count + newest.Count - MaxCarried));
            _newest.AddRange(newest);
        }
        else if (newest.Count > 0)
        {
            _newest.Clear();
        }

        foreach (var follower in _followers.Values)
        {
            if (follower.Log.Cursor < head)
            {
                follower.Log.Start();
            }
        }
    }

    /// <summary>The lowest seq that some follower still needs, at most the given one.</summary>
    /// <param name="below">Nobody but the followers needs the revisions before it.</param>
    public async Task<long> NeededAsync(long below)
    {
        foreach (var follower in _followers.Values.ToList())
        {
            below = Math.Min(below, await follower.NeedsAsync(below));
        }

        return below;
    }

    /// <summary>What a follower with this cursor does not have; one object for all followers with the same cursor.</summary>
    private Advance AdvanceAfter(long cursor)
    {
        if (_last is null || _last.After != cursor)
        {
            var first = _newest.FindIndex(revision => revision.Alert.Seq > cursor);
            var isWhole = first >= 0 && _newest[first].Alert.Seq == cursor + 1 && _newest[^1].Alert.Seq == _head;
            _last = new Advance(cursor, _head, isWhole ? _newest[first..] : []);
        }

        return _last;
    }

    /// <param name="Newest">All revisions after one seq and up to the other, or none.</param>
    private sealed record Advance(long After, long Head, IReadOnlyList<LedgerRevision> Newest);

    private sealed class Follower : ILogHandler<Advance>
    {
        private readonly LedgerFollowers _all;
        private readonly string _id;
        private readonly ILedgerFollower _grain;

        public Follower(LedgerFollowers all, string id, long acknowledged)
        {
            (_all, _id, _grain) = (all, id, all._resolve(id));
            Log = new LogFollower<Advance>(all._log, this, all._backoff, all._logger, all._stopping, acknowledged);
        }

        public LogFollower<Advance> Log { get; }

        public string Consumer => LedgerFollowerNames.IsSubscription(_id) ? "subscription " + _id : _id[1..];

        public ValueTask<Advance?> ReadAsync(long cursor)
        {
            var isCurrent = _all._followers.TryGetValue(_id, out var current) && ReferenceEquals(current, this);
            return new(isCurrent && cursor < _all._head ? _all.AdvanceAfter(cursor) : null);
        }

        /// <inheritdoc cref="ILedgerFollower.NeedsAsync"/>
        public Task<long> NeedsAsync(long below) => _grain.NeedsAsync(below);

        public Task<long> HandOverAsync(Advance news) => _grain.LedgerAdvancedAsync(news.Head, news.Newest);
    }
}
