using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Incidents;
using Alerting.Regions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>
/// The hop of a region's incidents and level to the region above. While a call is in flight the changes of many
/// batches gather; of each incident only the last version is told.
/// </summary>
internal sealed class ParentHop
{
    private const int MostChanges = 10_000;
    private static readonly TimeSpan s_learnPatience = TimeSpan.FromSeconds(1);

    private readonly RegionEngine _engine;
    private readonly IRegionGrain _parent;
    private readonly RegionArchive _archive;
    private readonly HopPump _pump;
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
    private long _untoldThrough;
    private ChildSummary _untoldSummary = null!;

    /// <summary>Nothing is told before this entry is durable.</summary>
    private long _notBefore;
    private RollUp? _unacknowledged;
    private long _toldAt;

    public ParentHop(
        RegionEngine engine, IRegionGrain parent, RegionArchive archive, string log, RollUpPace pace, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (_engine, _parent, _archive) = (engine, parent, archive);
        (_pace, _clock, _stopping) = (pace, clock, stopping);
        (_log, _logger) = (log, logger);
        _pump = new HopPump(log, "the region above", SendAsync, clock, logger, stopping);
    }

    public bool IsBehind => _open.Count > 0 || _openLevel || _pending.Count > 0 || _unacknowledged is not null || _untoldThrough > 0;

    /// <summary>The first entry that the region above may not know; <see cref="long.MaxValue"/> when it knows all.</summary>
    public long FirstNeeded => _untoldThrough > 0 || _unacknowledged is not null ? 1
        : _pending.TryPeek(out var first) ? first.Sequence
        : long.MaxValue;

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
    /// What entries up to this one have changed is in the state alone; what is missing above is told first, once the
    /// region above has said what it knows. Nobody waits for that: it may have to read a long log of its own.
    /// </summary>
    public void Recover(long committed)
    {
        _durable = committed;
        _untoldThrough = committed;
        _untoldSummary = _engine.Summary;
    }

    /// <summary>Asks what the region above knows, so that this may leave memory; without an answer it stays for now.</summary>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            _engine.Acknowledge(await _parent.KnownOfAsync(_engine.Region.Code).WaitAsync(s_learnPatience, _clock, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            GrainLog.ParentNotAsked(_logger, exception, _log);
        }
    }

    public void Start()
    {
        if (_pending.Count > 0 || _unacknowledged is not null || _untoldThrough > 0)
        {
            _pump.Start();
        }
    }

    private async Task<bool> SendAsync()
    {
        if (_untoldThrough > 0)
        {
            await AskAsync();
        }

        if (_pace.LeastBetween - _clock.GetElapsedTime(_toldAt) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, _clock, _stopping);
        }

        _unacknowledged ??= Gather();
        if (_unacknowledged is not { } rollUp)
        {
            return false;
        }

        _toldAt = _clock.GetTimestamp();
        var known = await _parent.RollUpAsync(rollUp);
        if (known < rollUp.Sequence)
        {
            throw new InvalidOperationException($"The region above knows {known} after it was told {rollUp.Sequence}.");
        }

        _unacknowledged = null;
        _engine.Acknowledge(known);
        return _pending.Count > 0;
    }

    private async Task AskAsync()
    {
        var known = await _parent.KnownOfAsync(_engine.Region.Code);
        while (_engine.BlocksChangedAfter(known) is { Count: > 0 } blocks)
        {
            await _archive.BringBackAsync(blocks, CancellationToken.None);
        }

        var through = _untoldThrough;
        _untoldThrough = 0;
        _engine.Acknowledge(known);
        if (known >= through)
        {
            return;
        }

        var since = _pending.ToArray();
        _pending.Clear();
        foreach (var group in _engine.ChangesAfter(known).GroupBy(static c => c.Sequence))
        {
            if (group.Key <= through)
            {
                _pending.Enqueue((group.Key, [.. group.Select(static c => c.Change)], _untoldSummary));
            }
            else
            {
                // Changed again since the activation, and told then. Should that never become durable, the earlier
                // change would be passed over: nothing is told before it is.
                _notBefore = group.Key;
            }
        }

        // The last entry may have changed nothing but the level.
        if (_pending.Count == 0 || _pending.Last().Sequence < through)
        {
            _pending.Enqueue((through, [], _untoldSummary));
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

        // What most calls tell is one entry of news.
        _pending.Dequeue();
        var sequence = first.Sequence;
        var changes = first.Changes;

        // As of the entry: what the region shows by now may not be durable.
        var summary = first.Summary;
        if (_pending.TryPeek(out var next) && next.Sequence <= _durable && changes.Count < MostChanges)
        {
            changes = [.. changes];
            while (_pending.TryPeek(out next) && next.Sequence <= _durable && changes.Count < MostChanges)
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
        // News of an incident that was not there before has no cause: where there is nothing else, none is told twice.
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
