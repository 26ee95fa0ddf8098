using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Clocks;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Grains.Thresholds;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>The shell around one region's engine: its log, its clock, and its hops to the region above and to the ledger.</summary>
[Reentrant]
internal sealed partial class RegionGrain : EventSourcedGrain, IRegionGrain, IRegionControl
{
    private static readonly TimeSpan s_postponement = TimeSpan.FromSeconds(1);

    private readonly ThresholdCache _thresholds;
    private readonly RegionStamps _stamps;
    private readonly ClockOptions _clocks;
    private readonly RegionEngine _engine;
    private readonly RegionOutput _output = new();
    private readonly RegionLogWriter _entry = new();
    private readonly string _code;
    private readonly ParentHop? _parent;
    private readonly LedgerHop _ledger;
    private readonly RegionArchive _archive;
    private readonly ReportPages _reports;
    private readonly LogAge _age;
    private RegionStamp? _stamp;
    private long _catalogRevision = -1;
    private bool _isPostponed;
    private long _changedAt;

    /// <summary>Whether the process counts it among its active regions: not while its log is being read.</summary>
    private bool _announced;

    /// <summary>How many steps the entry sealed last has.</summary>
    private int _sealedSteps;

    public RegionGrain(IServiceProvider services, IGrainContext context, ILogger<RegionGrain> logger)
        : base(services, logger)
    {
        _code = context.GrainId.Key.ToString()!;
        _thresholds = services.GetRequiredService<ThresholdCache>();
        _stamps = services.GetRequiredService<RegionStamps>();
        _clocks = services.GetRequiredService<IOptions<ClockOptions>>().Value;
        _engine = new RegionEngine(_code, services.GetRequiredService<RegionCatalog>(), services.GetRequiredService<EngineOptions>());
        _archive = new RegionArchive(_engine, _code, Store, Metrics);
        _reports = new ReportPages(_engine, _archive);
        _age = new LogAge(
            Store,
            LogName,
            services.GetRequiredService<RetentionPeriods>().Regions,
            static entry => RegionLogReader.Read(entry.Payload).Steps is [var step, ..] ? step.Now : null,
            Clock);
        var grains = services.GetRequiredService<IGrainFactory>();
        _ledger = new LedgerHop(_code, LogName, grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key), Store, Clock, logger, Stopping);
        if (_engine.Region.Parent is { } parent)
        {
            _parent = new ParentHop(_engine, grains.GetGrain<IRegionGrain>(parent), _archive, LogName, services.GetRequiredService<RollUpPace>(), Clock, logger, Stopping);
        }
    }

    protected override string LogName => LogOwners.Region(_code);

    protected override bool HasOpenBatch => _entry.Count > 0;

    protected override int OpenBytes => _entry.Length;

    private long Now => Math.Max(WallNow, _engine.Now);

    /// <summary>Whether there is nothing to keep yet: a region comes into being with its first report, roll-up or override, not by being looked at.</summary>
    private bool IsBlank => OpenSequence == 1 && !HasOpenBatch;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_announced)
        {
            _thresholds.Deactivated(_code);
            Metrics.RegionDeactivated();
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<IReadOnlyList<ReportOutcome>> IngestAsync(IReadOnlyList<Report> reports)
    {
        EnsureWritable();
        if (!IsBlank || !reports.All(report => _engine.Refuses(report, Now)))
        {
            await AdoptChangesAsync();
        }

        while (_engine.BlocksFor(reports) is { Count: > 0 } blocks)
        {
            await _archive.BringBackAsync(blocks, CancellationToken.None);
        }

        var now = Advance();
        var outcomes = new ReportOutcome[reports.Count];
        var accepted = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _engine.Take(reports[i]);
            if (outcomes[i].Status == ReportStatus.Accepted)
            {
                accepted++;
                _entry.SetNow(now);
                _entry.Add(reports[i], _engine.GaveSuffix ? IdSuffix.NextFree : IdSuffix.Revision);
            }
        }

        Collect(now);
        Count(outcomes, accepted);

        // A duplicate may be of a report that is still being written: it waits as long as that one.
        await Commit();
        return outcomes;
    }

    public async Task<long> RollUpAsync(RollUp rollUp)
    {
        if (rollUp.Sequence > _engine.SequenceOf(rollUp.Child))
        {
            EnsureWritable();
            await AdoptChangesAsync();
            var input = new RollUpInput(rollUp.Child, rollUp.Sequence, rollUp.Changes, rollUp.Summary);
            while (_engine.BlocksFor(input) is { Count: > 0 } blocks)
            {
                await _archive.BringBackAsync(blocks, CancellationToken.None);
            }

            Apply(Math.Max(Advance(), LatestOf(rollUp.Changes)), input);
        }

        // Not what a later call has brought meanwhile: that may not be durable when this is answered.
        var known = _engine.SequenceOf(rollUp.Child);
        await Commit();
        return known;
    }

    public async Task<long> KnownOfAsync(string child)
    {
        var known = _engine.SequenceOf(child);
        await Commit();
        return known;
    }

    public async Task<RegionState> GetStateAsync()
    {
        var now = Now;
        var figures = _engine.FiguresAt(Math.Max(_changedAt, now - (now % TimeSpan.TicksPerMinute)));
        if (!figures.Decays && figures.AsOf != _changedAt)
        {
            figures = figures with { AsOf = _changedAt };
        }

        var state = HasOpenBatch
            ? new RegionState(_code, figures, OpenSequence, _entry.Count)
            : new RegionState(_code, figures, OpenSequence - 1, _sealedSteps);

        // Nothing is shown that a crash could take back.
        await Commit();
        return state;
    }

    public async Task<IncidentPage?> GetIncidentsAsync(string? after, int limit)
    {
        var page = await IncidentPages.ReadAsync(_engine, _archive, after, limit, CancellationToken.None);
        await Commit();
        return page;
    }

    public async Task<IReadOnlyList<LevelChange>> GetHistoryAsync()
    {
        var history = _engine.LevelHistory.Reverse().ToList();
        await Commit();
        return history;
    }

    public async Task<OverrideChange> SetOverrideAsync(LevelOverride? value, string author, string? reason, OverrideExpectation? expected)
    {
        EnsureWritable();
        var now = Advance();
        var before = _engine.Override is { } set && !(set.Expires <= now) ? set : null;
        var conflict = expected is not null && expected.Present != before;
        if (!conflict && (value is not null || before is not null))
        {
            Apply(now, new OverrideInput(value, author, reason));
        }

        await Commit();
        return conflict ? OverrideChange.Conflict : before is null ? OverrideChange.WasNone : OverrideChange.WasSet;
    }

    public async Task<bool> AcknowledgeAsync(string alertId, string by, string? note)
    {
        EnsureWritable();
        var now = Advance();
        var open = _engine.IsOpen(alertId);
        if (open)
        {
            Apply(now, new AcknowledgeInput(alertId, by, note));
        }
        else
        {
            Collect(now);
        }

        await Commit();
        return open;
    }

    public async Task ThresholdsChangedAsync(long revision)
    {
        EnsureWritable();
        if (_thresholds.Current is not { } known || known.Revision < revision)
        {
            await _thresholds.RefreshAsync(Stopping);
        }

        if (!IsBlank)
        {
            await AdoptChangesAsync();
        }

        await Commit();
    }

    public override async Task WakeAsync()
    {
        RunDeadlines();
        await Commit();
    }

    protected override async Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _stamp = _stamps.Activated(_code, Committed);
        await _thresholds.GetAsync(cancellationToken);
        await _ledger.RecoverAsync(Committed, cancellationToken);
        if (Committed > 0)
        {
            _parent?.Recover(Committed);
        }

        WarnIfAhead();
        _announced = true;
        _thresholds.Activated(_code);
        Metrics.RegionActivated();
        if (Committed > 0)
        {
            await AdoptChangesAsync();
        }

        RunDeadlines();
        _ledger.Start();
        _parent?.Start();
    }

    protected override async Task OnDeadlineAsync()
    {
        if (_isPostponed && CanWrite)
        {
            _isPostponed = false;
            await AdoptChangesAsync();
        }

        RunDeadlines();
        await Settled(Commit());
    }

    protected override void OnCommitted(long sequence)
    {
        _stamps.Committed(_stamp!, sequence);

        // The pool runs first what this thread has queued last: an alert goes before the picture of the region above.
        _parent?.Committed(sequence);
        _ledger.Committed(sequence);
        _archive.PutAwayIfDue();
    }

    protected override void OnQuiet()
    {
        _archive.PutAway();
        _entry.Shrink();
    }

    protected override long? WakeAt() =>
        _ledger.IsBehind || _parent is { IsBehind: true } ? WallNow : _engine.NextDeadline;

    private static long LatestOf(IReadOnlyList<IncidentChange> changes)
    {
        // A child's clock may be ahead of this one's: what it has seen has happened.
        long latest = 0;
        foreach (var change in changes)
        {
            latest = Math.Max(latest, change.Value?.OccurredAt ?? 0);
        }

        return latest;
    }

    /// <summary>Runs the engine's clock to now; everything that follows in this call happens at that instant.</summary>
    private long Advance()
    {
        var now = Now;
        _engine.Sequence = OpenSequence;
        _engine.Advance(now, _output);
        return now;
    }

    private void Apply(long now, RegionInput input)
    {
        _engine.Apply(now, input, _output);
        _entry.SetNow(now);
        _entry.Add(input);
        Collect(now);
    }

    private void RunDeadlines()
    {
        if (!CanWrite)
        {
            // What nobody has asked for can wait until it can be stored: to begin it would end the activation, which can be read.
            Postpone();
            return;
        }

        if (_engine.NextDeadline <= WallNow)
        {
            Collect(Advance());
        }

        SetDeadline(_engine.NextDeadline);
    }

    private void Postpone()
    {
        _isPostponed = true;
        SetDeadline(WallNow + s_postponement.Ticks);
    }

    /// <summary>Adopts the versions of thresholds that the silo knows and this region does not.</summary>
    private async ValueTask AdoptChangesAsync()
    {
        if (!CanWrite)
        {
            Postpone();
            return;
        }

        if (_thresholds.Current is not { } catalog || catalog.Revision == _catalogRevision)
        {
            return;
        }

        var adopted = _engine.AdoptedThresholds.ToDictionary(static t => t.Id, static t => t.Version, StringComparer.Ordinal);
        var changed = catalog.Versions.Where(v => adopted.GetValueOrDefault(v.Id) < v.Version && _engine.IsConcernedBy(v)).ToList();
        if (changed.Count > 0)
        {
            var input = new AdoptInput(changed);
            while (_engine.BlocksFor(input) is { Count: > 0 } blocks)
            {
                await _archive.BringBackAsync(blocks, CancellationToken.None);
            }

            Apply(Advance(), input);
        }

        _catalogRevision = catalog.Revision;
    }

    /// <summary>Takes what the engine brought about into the open batch.</summary>
    private void Collect(long now)
    {
        if (!_output.IsEmpty)
        {
            _entry.SetNow(now);
            foreach (var revision in _output.Revisions)
            {
                _entry.Add(revision);
            }

            _ledger.Add(_output.Revisions);
            _parent?.Add(_output);
            _output.Clear();
        }

        if (_entry.Count > 0)
        {
            _changedAt = _engine.Now;
        }

        SetDeadline(_engine.NextDeadline);
    }

    private void Count(ReportOutcome[] outcomes, int accepted)
    {
        var rejected = outcomes.Count(static o => o.Status == ReportStatus.Rejected);
        Metrics.Reported(ReportStatus.Accepted, accepted);
        Metrics.Reported(ReportStatus.Rejected, rejected);
        Metrics.Reported(ReportStatus.Duplicate, outcomes.Length - accepted - rejected);
    }
}
