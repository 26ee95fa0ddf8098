using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Incidents;
using Alerting.Regions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>
/// Forwards the incidents and the level of a region to the region above. While a call is in flight the changes of many
/// batches gather; of each incident only the last version is sent.
/// </summary>
internal sealed class RollUpForwarder : ILogHandler<RollUp>
{
    private const int MaxChanges = 10_000;
    private static readonly TimeSpan s_askTimeout = TimeSpan.FromSeconds(1);

    private readonly RegionEngine _engine;
    private readonly IRegionGrain _parent;
    private readonly RegionArchive _archive;
    private readonly LogFollower<RollUp> _follower;
    private readonly RollUpPace _pace;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stopping;
    private readonly string _log;
    private readonly ILogger _logger;

    /// <summary>Changes by the sequence of their entry; those not durable yet at the end.</summary>
    private readonly Queue<(long Sequence, List<IncidentChange> Changes, ChildSummary Summary)> _pending = new();

    private List<IncidentChange> _open = [];
    private bool _openLevel;
    private long _durable;

    /// <summary>The state before this activation is to be compared with what the region above knows; 0 when that is done.</summary>
    private long _unknownThrough;
    private ChildSummary _summaryAtStart = null!;

    /// <summary>Nothing is sent before this entry is durable.</summary>
    private long _notBefore;
    private RollUp? _unacknowledged;
    private long _sentAt;

    public RollUpForwarder(
        RegionEngine engine, IRegionGrain parent, RegionArchive archive, string log, RollUpPace pace, TimeProvider clock,
        Backoff backoff, ILogger logger, CancellationToken stopping)
    {
        (_engine, _parent, _archive) = (engine, parent, archive);
        (_pace, _clock, _stopping) = (pace, clock, stopping);
        (_log, _logger) = (log, logger);
        _follower = new LogFollower<RollUp>(log, this, backoff, logger, stopping);
    }

    public bool IsBehind => _open.Count > 0 || _openLevel || _pending.Count > 0 || _unacknowledged is not null || _unknownThrough > 0;

    /// <summary>The first entry that the region above may not know; <see cref="long.MaxValue"/> when it knows all.</summary>
    public long FirstNeeded => _unknownThrough > 0 || _unacknowledged is not null ? 1
        : _pending.TryPeek(out var first) ? first.Sequence
        : long.MaxValue;

    public string Consumer => "the region above";

    public void Add(RegionOutput output)
    {
        _open.AddRange(output.IncidentChanges);
        _openLevel |= output.Levels.Count > 0;
    }

    /// <summary>The open batch takes this sequence.</summary>
    public void Seal(long sequence)
    {
        if (_open.Count > 0 || _openLevel)
        {
            _pending.Enqueue((sequence, _open, _engine.Summary));
            _open = [];
            _openLevel = false;
        }
    }

    public void Committed(long sequence)
    {
        _durable = sequence;
        Start();
    }

    /// <summary>
    /// Snapshot and log are read up to this entry. What those entries have changed is in the state alone; what of it the region
    /// above lacks is sent first, once it has said what it knows. Nobody waits for that: it may have to read a long log of its own.
    /// </summary>
    public void Recover(long committed)
    {
        _durable = committed;
        _unknownThrough = committed;
        _summaryAtStart = _engine.Summary;
    }

    /// <summary>Asks what the region above knows, so that this may leave memory; without an answer it stays for now.</summary>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            _engine.Acknowledge(await _parent.KnownOfAsync(_engine.Region.Code).WaitAsync(s_askTimeout, _clock, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            GrainLog.ParentNotAsked(_logger, exception, _log);
        }
    }

    public void Start()
    {
        if (_pending.Count > 0 || _unacknowledged is not null || _unknownThrough > 0)
        {
            _follower.Start();
        }
    }

    public async ValueTask<long> CatchUpAsync(long cursor)
    {
        if (_unknownThrough == 0)
        {
            return cursor;
        }

        var known = await _parent.KnownOfAsync(_engine.Region.Code);
        while (_engine.BlocksChangedAfter(known) is { Count: > 0 } blocks)
        {
            await _archive.RestoreAsync(blocks, CancellationToken.None);
        }

        var through = _unknownThrough;
        _unknownThrough = 0;
        _engine.Acknowledge(known);
        if (known < through)
        {
            AddMissing(known, through);
        }

        return known;
    }

    public async ValueTask<RollUp?> ReadAsync(long cursor)
    {
        if (_unacknowledged is null && _pending.Count == 0)
        {
            return null;
        }

        if (_pace.MinBetween - _clock.GetElapsedTime(_sentAt) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, _clock, _stopping);
        }

        return _unacknowledged ??= Gather();
    }

    public async Task<long> HandOverAsync(RollUp news)
    {
        _sentAt = _clock.GetTimestamp();
        var known = await _parent.RollUpAsync(news);
        return known >= news.Sequence ? known
            : throw new InvalidOperationException($"The region above knows {known} after it was sent {news.Sequence}.");
    }

    public void Acknowledged(long cursor)
    {
        _unacknowledged = null;
        _engine.Acknowledge(cursor);
    }

    /// <summary>Puts what entries after one and up to another have changed before all that waits to be sent.</summary>
    private void AddMissing(long known, long through)
    {
        var since = _pending.ToArray();
        _pending.Clear();
        foreach (var group in _engine.ChangesAfter(known).GroupBy(static c => c.Sequence))
        {
            if (group.Key <= through)
            {
                _pending.Enqueue((group.Key, [.. group.Select(static c => c.Change)], _summaryAtStart));
            }
            else
            {
                // Changed again since the activation, and sent with that entry. Should it never become durable, the earlier
                // change would be passed over: nothing is sent before it is.
                _notBefore = group.Key;
            }
        }

        // The last entry may have changed nothing but the level.
        if (_pending.Count == 0 || _pending.Last().Sequence < through)
        {
            _pending.Enqueue((through, [], _summaryAtStart));
        }

        foreach (var item in since)
        {
            _pending.Enqueue(item);
        }
    }

    private RollUp? Gather()
    {
        if (!_pending.TryPeek(out var first) || Math.Max(first.Sequence, _notBefore) > _durable)
        {
            return null;
        }

        // Most calls bring the changes of one entry.
        _pending.Dequeue();
        var sequence = first.Sequence;
        var changes = first.Changes;

        // As of the entry: what the region shows by now may not be durable.
        var summary = first.Summary;
        if (_pending.TryPeek(out var next) && next.Sequence <= _durable && changes.Count < MaxChanges)
        {
            changes = [.. changes];
            while (_pending.TryPeek(out next) && next.Sequence <= _durable && changes.Count < MaxChanges)
            {
                _pending.Dequeue();
                (sequence, summary) = (next.Sequence, next.Summary);
                changes.AddRange(next.Changes);
            }
        }

        return new RollUp(_engine.Region.Code, sequence, Coalesce(changes), summary);
    }

    private static List<IncidentChange> Coalesce(List<IncidentChange> changes)
    {
        // Only the first version of an incident has no cause: without causes, no incident occurs twice.
        if (!changes.Exists(static c => c.Cause is not null))
        {
            return changes;
        }

        var last = new Dictionary<(string Region, string Id), int>(changes.Count);
        for (var i = 0; i < changes.Count; i++)
        {
            last[(changes[i].Region, changes[i].IncidentId)] = i;
        }

        if (last.Count == changes.Count)
        {
            return changes;
        }

        var kept = new List<IncidentChange>(last.Count);
        var causes = new Dictionary<(string Region, string Id), string>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var key = (change.Region, change.IncidentId);
            if (change.Cause is { } cause)
            {
                causes[key] = cause;
            }

            if (last[key] == i)
            {
                kept.Add(change.Cause is null && causes.TryGetValue(key, out var earlier) ? change with { Cause = earlier } : change);
            }
        }

        return kept;
    }
}
