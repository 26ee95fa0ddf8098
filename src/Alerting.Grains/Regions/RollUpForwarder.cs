using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Incidents;
using Alerting.Regions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>
/// Forwards the changed incidents and the level of a region to the region above. While a call is in flight, the
/// changes of many batches gather; only the last version of each incident is sent.
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

    /// <summary>Changes, with the sequence of their entry; the last entries may not be durable yet.</summary>
    private readonly Queue<(long Sequence, List<IncidentChange> Changes, ChildSummary Summary)> _pending = new();

    private List<IncidentChange> _open = [];
    private bool _openLevel;
    private long _durable;

    /// <summary>
    /// The state up to this entry is from before this activation and must be compared with what the region above has;
    /// 0 when that is done.
    /// </summary>
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

    /// <summary>Sequence of the first entry that the region above may not have; <see cref="long.MaxValue"/> when it has all.</summary>
    public long FirstNeeded => _unknownThrough > 0 || _unacknowledged is not null ? 1
        : _pending.TryPeek(out var first) ? first.Sequence
        : long.MaxValue;

    public string Consumer => "the region above";

    public void Add(RegionOutput output)
    {
        _open.AddRange(output.IncidentChanges);
        _openLevel |= output.Levels.Count > 0;
    }

    /// <summary>The open batch is closed and gets this sequence.</summary>
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
    /// The snapshot and the log up to this entry have been read. The changes of these entries are only contained in
    /// the state; as soon as the region above has said how far it is, those that it lacks are sent first. Nobody
    /// waits for that, since the region above may have to read a long log.
    /// </summary>
    public void Recover(long committed)
    {
        _durable = committed;
        _unknownThrough = committed;
        _summaryAtStart = _engine.Summary;
    }

    /// <summary>
    /// Asks the region above how far it is, so that incidents it has can be archived. Without an answer they stay in
    /// memory for now.
    /// </summary>
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

    /// <summary>Puts the changes of entries after one and up to another in front of everything that waits to be sent.</summary>
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
                // The incident has changed again since the activation, and is sent with that later entry. Nothing is
                // sent before that entry is durable: otherwise, if it were lost, the earlier change would never be
                // sent.
                _notBefore = group.Key;
            }
        }

        // The last entry may have changed only the level.
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

        // Usually a call contains the changes of one entry, whose list is sent as it is.
        _pending.Dequeue();
        var sequence = first.Sequence;
        var changes = first.Changes;

        // The level as of that entry: what the region shows now may not be durable.
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

        return new RollUp(_engine.Region.Code, sequence, RollUpChanges.LastVersions(changes), summary);
    }
}
