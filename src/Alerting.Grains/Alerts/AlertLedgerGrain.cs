using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Regions;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Streams;

namespace Alerting.Grains.Alerts;

/// <summary>
/// Puts the revisions of all regions into one gapless order, and notifies its followers until they have
/// acknowledged them. Revisions that were taken but are not durable yet are only in the open and in the sealed entry,
/// so reads neither wait for them nor show them.
/// </summary>
[Reentrant]
internal sealed partial class AlertLedgerGrain : EventSourcedGrain, IAlertLedgerGrain
{
    private const int MaxRead = 1_000;

    private readonly RegionCatalog _catalog;
    private readonly int _maxSubscriptions;
    private readonly LedgerIndex _index = new();
    private readonly LedgerBodies _bodies;
    private readonly LedgerFollowers _followers;
    private readonly LedgerSignal _signal;
    private readonly NumberedLogRetention _retention;
    private readonly OpenLedgerEntry _open;
    private LedgerStream? _stream;
    private long _head;

    public AlertLedgerGrain(IServiceProvider services, ILogger<AlertLedgerGrain> logger)
        : base(services, logger, LogOwners.Ledger)
    {
        _catalog = services.GetRequiredService<RegionCatalog>();
        _maxSubscriptions = services.GetRequiredService<IOptions<LimitOptions>>().Value.Subscriptions;
        _bodies = new LedgerBodies(Store, LogName, _index);
        _open = new OpenLedgerEntry(_index);
        _followers = new LedgerFollowers(
            LogName, services.GetRequiredService<LedgerFollowerResolver>(), services.GetRequiredService<Backoff>(), logger, Stopping);
        var age = new LogAge(Store, LogName, services.GetRequiredService<RetentionPeriods>().Ledger, LedgerItems.RecordedAt, Clock);
        _retention = new NumberedLogRetention(Store, LogName, new LedgerItems(_index, _bodies, _followers), age);
        _signal = services.GetRequiredService<LedgerSignal>();
    }

    public override bool HasOpenBatch => !_open.Entry.IsEmpty;

    public override ISnapshotParts Parts => _retention;

    public async Task<long> AppendAsync(string region, IReadOnlyList<RegionRevisions> batches)
    {
        EnsureWritable();
        var cursor = _open.CursorOf(region);
        foreach (var batch in batches.OrderBy(static b => b.Sequence))
        {
            if (batch.Sequence <= cursor)
            {
                continue;
            }

            foreach (var revision in batch.Revisions)
            {
                _open.Entry.Revisions.Add(revision with { Seq = ++_head });
            }

            cursor = batch.Sequence;
            _open.Entry.Regions[region] = cursor;
        }

        await Commit();
        return cursor;
    }

    public async Task<long> CursorAsync(string region)
    {
        var cursor = _open.CursorOf(region);
        await Commit();
        return cursor;
    }

    public Task<long> HeadAsync() => Task.FromResult(_index.Head);

    public async Task<long> CurrentHeadAsync()
    {
        await EnsureCurrentAsync();
        return _index.Head;
    }

    public Task<long> FirstAsync() => Task.FromResult(_index.First);

    public Task<IReadOnlyList<Alert>> ReadAsync(long after, int limit)
    {
        var from = Math.Clamp(after, 0, _index.Head) + 1;
        return _bodies.ReadAsync(From(from, Math.Min(_index.Head, from + Math.Clamp(limit, 1, MaxRead) - 1)), Stopping);
    }

    public async Task<long> FirstSinceAsync(DateTimeOffset at)
    {
        var first = _index.First;
        var found = await FirstLeftSinceAsync(at);
        return found > first || first == 1 ? found : throw new LogTrimmedException(LogName, first - 1, first);
    }

    public Task<long> FirstLeftSinceAsync(DateTimeOffset at) =>
        FirstRevision.SinceAsync(at, _index.First, _index.Head, seqs => _bodies.ReadAsync(seqs, Stopping));

    public Task<AlertSelection> SelectAsync(AlertQuery query)
    {
        if (query.After > 0 && !_index.CanListAfter(query.After))
        {
            throw new LogTrimmedException(LogName, query.After + 1, _index.First);
        }

        var limit = Math.Clamp(query.Limit, 1, MaxRead);
        var seqs = _index.Select(query with { Limit = limit }, _catalog);
        var more = seqs.Count > limit;
        if (more)
        {
            seqs.RemoveAt(limit);
        }

        return Task.FromResult(new AlertSelection(seqs, more ? seqs[^1] : null, _index.Head));
    }

    public Task<OpenAlertChanges> OpenSinceAsync(long after) => Task.FromResult(_index.OpenSince(after));

    public Task<IReadOnlyList<long>> SelectNewestAsync(IReadOnlyList<string> regions, Severity minSeverity, int limit) =>
        Task.FromResult(_index.Newest(regions, minSeverity, Math.Clamp(limit, 1, MaxRead), _catalog));

    public Task<IReadOnlyList<long>?> SelectRevisionsAsync(string alertId, int after, int limit)
    {
        if (_index.Find(alertId) is not { } line)
        {
            return Task.FromResult<IReadOnlyList<long>?>(null);
        }

        return after > 0 && after < line.Forgotten
            ? throw new LogTrimmedException(LogName, after + 1, line.Forgotten + 1)
            : Task.FromResult<IReadOnlyList<long>?>([.. line.Seqs.Skip(after - line.Forgotten).Take(limit)]);
    }

    public Task<IReadOnlyList<AlertSeqs>> SelectOfThresholdAsync(string threshold, IReadOnlyList<string> regions, DateTimeOffset since) =>
        ThresholdAlerts.SelectAsync(threshold, regions, since, _index, seqs => _bodies.ReadAsync(seqs, Stopping), _catalog);

    public async Task<IReadOnlyList<LedgerRevision>> ReadSelectedAsync(IReadOnlyList<long> seqs)
    {
        var revisions = await _bodies.ReadAsync(seqs.Where(seq => seq >= 1 && seq <= _index.Head).Take(MaxRead), Stopping);
        return [.. revisions.Select(WithHighest)];
    }

    public async Task<Alert?> GetAsync(string alertId) =>
        _index.Find(alertId) is { } line ? (await _bodies.ReadAsync([line.Latest], Stopping))[0] : null;

    public async Task<long> FollowAsync(string follower, long? after)
    {
        EnsureWritable();
        var known = _open.StartOf(follower);
        if (known is null && LedgerFollowerNames.IsSubscription(follower) && _open.SubscriptionCount >= _maxSubscriptions)
        {
            return IAlertLedgerGrain.NoMoreFollowers;
        }

        if (known is not { } start || (after is not null && after != start))
        {
            start = Math.Clamp(after ?? _head, _index.First - 1, _head);
            _open.Follow(follower, start);
        }

        await Commit();
        return start;
    }

    public async Task UnfollowAsync(string follower)
    {
        EnsureWritable();
        if (_open.StartOf(follower) is not null)
        {
            _open.Unfollow(follower);
        }

        await Commit();
    }

    protected override Task OnWakeAsync()
    {
        _followers.Notify(_index.Head, []);
        return Task.CompletedTask;
    }

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _head = _index.Head;
        _retention.Saving();
        _stream = new LedgerStream(this.GetStreamProvider(IAlertLedgerGrain.Stream)
            .GetStream<IReadOnlyList<Alert>>(StreamId.Create(IAlertLedgerGrain.Stream, IAlertLedgerGrain.Key)), _signal, Logger);
        foreach (var (id, start) in _index.Followers)
        {
            // Only the follower knows how far it has read: it is notified of the head and answers with its cursor.
            _followers.Add(id, start);
        }

        _followers.Notify(_index.Head, []);
        return Task.CompletedTask;
    }

    public override void OnCommitted(long sequence)
    {
        var entry = _open.TakeSealed();
        Take(entry, sequence);
        entry.Unfollow.ForEach(_followers.Remove);
        foreach (var (id, start) in entry.Follow)
        {
            _followers.Add(id, start);
        }

        _followers.Notify(_index.Head, entry.Revisions.Count <= LedgerFollowers.MaxCarried ? [.. entry.Revisions.Select(WithHighest)] : []);
        if (entry.Revisions.Count > 0)
        {
            entry.Revisions.ForEach(revision => Metrics.Revised(revision.Change));
            _stream!.Publish(entry.Revisions);
        }
    }

    public override long? WakeAt()
    {
        var behind = _followers.AreBehind(_index.Head)
            || (_open.Entry.Revisions.Count > 0 && _followers.Count > 0)
            || _open.Entry.Follow.Values.Any(start => start < _head);
        return behind ? WallNow : null;
    }

    public override ReadOnlyMemory<byte> Seal() => _open.Seal();

    public override LogSnapshot Save()
    {
        // The index takes an entry when it is durable, so the snapshot is as of the entry before the one sealed last.
        var writer = new WireWriter();
        _retention.Saving();
        _index.Save(writer);
        return new LogSnapshot(Committed, writer.Written);
    }

    public override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        _retention.TrimAsync(snapshotSequence, cancellationToken);

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        _index.Restore(new WireReader(snapshot));
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        Take(LedgerEntry.Read(entry.Payload.Span), entry.Sequence);
        return ValueTask.CompletedTask;
    }

    private void Take(LedgerEntry entry, long sequence)
    {
        if (entry.Revisions.Count > 0)
        {
            _index.BeginEntry(sequence);
        }

        foreach (var revision in entry.Revisions)
        {
            _index.Add(revision);
            _bodies.Remember(revision);
        }

        foreach (var (region, cursor) in entry.Regions)
        {
            _index.SetCursor(region, cursor);
        }

        entry.Unfollow.ForEach(_index.Unfollow);
        foreach (var (id, after) in entry.Follow)
        {
            _index.Follow(id, after);
        }
    }

    private LedgerRevision WithHighest(Alert revision) => new(revision, _index.HighestBefore(revision));

    private static IEnumerable<long> From(long first, long last)
    {
        for (var seq = first; seq <= last; seq++)
        {
            yield return seq;
        }
    }
}
