using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Wire;
using Alerting.Grains.Logs;
using Alerting.Logs;
using Alerting.Regions;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Streams;

namespace Alerting.Grains.Alerts;

/// <summary>Puts the revisions of all regions into one gapless order and tells the subscriptions until they have them.</summary>
[Reentrant]
internal sealed class AlertLedgerGrain : EventSourcedGrain, IAlertLedgerGrain
{
    private const int MostCached = 4_096;

    private readonly RegionCatalog _catalog;
    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly LedgerIndex _index = new();
    private readonly Dictionary<long, Alert> _cache = [];
    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private LedgerEntry _open = new();
    private List<Alert> _sealed = [];
    private IAsyncStream<IReadOnlyList<Alert>>? _stream;
    private long _durableHead;

    public AlertLedgerGrain(IServiceProvider services, ILogger<AlertLedgerGrain> logger)
        : base(services, logger)
    {
        _catalog = services.GetRequiredService<RegionCatalog>();
        _grains = services.GetRequiredService<IGrainFactory>();
        _logger = logger;
    }

    protected override string LogName => LogOwners.Ledger;

    protected override bool HasOpenBatch => !_open.IsEmpty;

    public async Task<long> AppendAsync(string region, IReadOnlyList<RegionRevisions> batches)
    {
        EnsureWritable();
        foreach (var batch in batches)
        {
            if (batch.Sequence <= _index.CursorOf(region))
            {
                continue;
            }

            foreach (var revision in batch.Revisions)
            {
                Add(revision with { Seq = _index.Head + 1 });
            }

            _index.SetCursor(region, batch.Sequence);
            _open.Regions[region] = batch.Sequence;
        }

        await Commit();
        return _index.CursorOf(region);
    }

    public async Task<long> CursorAsync(string region)
    {
        await Commit();
        return _index.CursorOf(region);
    }

    public Task<long> HeadAsync() => Task.FromResult(_durableHead);

    public async Task<IReadOnlyList<Alert>> ReadAsync(long after, int limit)
    {
        var from = Math.Max(after, 0) + 1;
        var to = Math.Min(_durableHead, from + limit - 1);
        var seqs = new List<long>();
        for (var seq = from; seq <= to; seq++)
        {
            seqs.Add(seq);
        }

        return await BodiesAsync(seqs);
    }

    public async Task<AlertPage> ListAsync(AlertQuery query)
    {
        await Commit();
        var seqs = _index.Select(query, _catalog);
        var more = seqs.Count > query.Limit;
        if (more)
        {
            seqs.RemoveAt(query.Limit);
        }

        return new AlertPage(await BodiesAsync(seqs), more ? seqs[^1] : null);
    }

    public async Task<Alert?> GetAsync(string alertId)
    {
        await Commit();
        return _index.Find(alertId) is { } line ? (await BodiesAsync([line.Seqs[^1]]))[0] : null;
    }

    public async Task<IReadOnlyList<Alert>> RevisionsAsync(string alertId)
    {
        await Commit();
        return _index.Find(alertId) is { } line ? await BodiesAsync([.. line.Seqs]) : [];
    }

    public async Task<long> FollowAsync(string subscriptionId, long? after)
    {
        EnsureWritable();
        if (!_index.Followers.TryGetValue(subscriptionId, out var start) || (after is not null && after != start))
        {
            start = Math.Clamp(after ?? _index.Head, 0, _index.Head);
            _index.Follow(subscriptionId, start);
            _open.Follow[subscriptionId] = start;
            _open.Unfollow.Remove(subscriptionId);
            FollowerOf(subscriptionId, start).Acknowledged = start;
        }

        await Commit();
        Tell();
        return start;
    }

    public async Task UnfollowAsync(string subscriptionId)
    {
        EnsureWritable();
        if (_index.Followers.ContainsKey(subscriptionId))
        {
            _index.Unfollow(subscriptionId);
            _open.Follow.Remove(subscriptionId);
            _open.Unfollow.Add(subscriptionId);
            _followers.Remove(subscriptionId);
        }

        await Commit();
    }

    public override Task WakeAsync()
    {
        Tell();
        return Task.CompletedTask;
    }

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _durableHead = _index.Head;
        _stream = this.GetStreamProvider(IAlertLedgerGrain.Stream)
            .GetStream<IReadOnlyList<Alert>>(StreamId.Create(IAlertLedgerGrain.Stream, IAlertLedgerGrain.Key));
        foreach (var (id, start) in _index.Followers)
        {
            // How far it is only the follower knows: it is told of the head and answers.
            FollowerOf(id, start);
        }

        Tell();
        return Task.CompletedTask;
    }

    protected override void OnCommitted(long sequence)
    {
        var revisions = _sealed;
        if (revisions.Count == 0)
        {
            return;
        }

        _durableHead = revisions[^1].Seq;
        foreach (var revision in revisions)
        {
            Metrics.Revised(revision.Change);
        }

        Tell();
        _ = PublishAsync(revisions);
    }

    protected override long? WakeAt() =>
        _open.Revisions.Count > 0 || _followers.Values.Any(f => f.Acknowledged < _index.Head) ? (_followers.Count > 0 ? WallNow : null) : null;

    protected override ReadOnlyMemory<byte> Seal()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_open, LedgerJson.Default.LedgerEntry);
        _sealed = _open.Revisions;
        _open = new LedgerEntry();
        return bytes;
    }

    protected override ReadOnlyMemory<byte> Save()
    {
        var writer = new WireWriter();
        _index.Save(writer);
        return writer.Written;
    }

    protected override void Restore(ReadOnlyMemory<byte> snapshot) => _index.Restore(new WireReader(snapshot));

    protected override void Replay(LogEntry entry)
    {
        var content = JsonSerializer.Deserialize(entry.Payload.Span, LedgerJson.Default.LedgerEntry)!;
        if (content.Revisions.Count > 0)
        {
            _index.BeginEntry(entry.Sequence);
            content.Revisions.ForEach(Remember);
        }

        foreach (var (region, sequence) in content.Regions)
        {
            _index.SetCursor(region, sequence);
        }

        content.Unfollow.ForEach(_index.Unfollow);
        foreach (var (id, after) in content.Follow)
        {
            _index.Follow(id, after);
        }
    }

    private void Add(Alert revision)
    {
        if (_open.Revisions.Count == 0)
        {
            _index.BeginEntry(OpenSequence);
        }

        _open.Revisions.Add(revision);
        Remember(revision);
    }

    private void Remember(Alert revision)
    {
        _index.Add(revision);
        _cache[revision.Seq] = revision;
        _cache.Remove(revision.Seq - MostCached);
    }

    /// <summary>Bodies by seq, in the order asked for: from memory, else from the log.</summary>
    private async Task<IReadOnlyList<Alert>> BodiesAsync(List<long> seqs)
    {
        var found = new Dictionary<long, Alert>();
        foreach (var seq in seqs)
        {
            if (_cache.TryGetValue(seq, out var revision))
            {
                found[seq] = revision;
            }
        }

        foreach (var sequence in seqs.Where(s => !found.ContainsKey(s)).Select(_index.SequenceOf).Distinct().ToList())
        {
            await foreach (var entry in Store.ReadAsync(LogName, sequence, Stopping))
            {
                foreach (var revision in JsonSerializer.Deserialize(entry.Payload.Span, LedgerJson.Default.LedgerEntry)!.Revisions)
                {
                    found[revision.Seq] = revision;
                }

                break;
            }
        }

        return seqs.ConvertAll(s => found[s]);
    }

    private Follower FollowerOf(string id, long acknowledged)
    {
        if (!_followers.TryGetValue(id, out var follower))
        {
            follower = new Follower { Acknowledged = acknowledged };
            var grain = _grains.GetGrain<ILedgerFollower>(_grains.GetGrain<ISubscriptionGrain>(id).GetGrainId());
            follower.Pump = new HopPump(LogName, "subscription " + id, () => TellAsync(follower, grain), Clock, _logger, Stopping);
            _followers[id] = follower;
        }

        return follower;
    }

    private void Tell()
    {
        foreach (var follower in _followers.Values)
        {
            if (follower.Acknowledged < _durableHead)
            {
                follower.Pump!.Start();
            }
        }
    }

    private async Task<bool> TellAsync(Follower follower, ILedgerFollower grain)
    {
        if (follower.Acknowledged >= _durableHead)
        {
            return false;
        }

        var before = follower.Acknowledged;
        follower.Acknowledged = await grain.LedgerAdvancedAsync(_durableHead);

        // One that takes no more for now (disabled, or full) is told again with the next revision or wake.
        return follower.Acknowledged > before && follower.Acknowledged < _durableHead && _followers.ContainsValue(follower);
    }

    private async Task PublishAsync(List<Alert> revisions)
    {
        try
        {
            await _stream!.OnNextAsync(revisions);
        }
        catch (Exception exception)
        {
            // A hint only: whoever follows the stream reads the ledger as well.
            GrainLog.StreamFailed(_logger, exception);
        }
    }

    private sealed class Follower
    {
        public long Acknowledged { get; set; }

        public HopPump? Pump { get; set; }
    }
}
