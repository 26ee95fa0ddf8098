using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Clocks;
using Alerting.Grains.Logs;
using Alerting.Grains.Outages;
using Alerting.Grains.Places;
using Alerting.Grains.Retention;
using Alerting.Grains.Series;
using Alerting.Grains.Thresholds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>The grain around the engine of one region: its log, its clock, and forwarding to the region above and to the ledger.</summary>
[Reentrant]
internal sealed partial class RegionGrain : EventSourcedGrain, IRegionGrain, IRegionControl
{
    private static readonly TimeSpan s_postponement = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_maxWaitForLedger = TimeSpan.FromSeconds(10);

    private readonly RegionStamps _stamps;
    private readonly OutageWatch _outages;
    private readonly ClockOptions _clocks;
    private readonly RegionEngine _engine;
    private readonly OpenEntry _entry;
    private readonly CatalogAdoption _adoption;
    private readonly string _code;
    private readonly RollUpForwarder? _parent;
    private readonly AlertForwarder _ledger;
    private readonly RegionArchive _archive;
    private readonly RegionPersistence _persistence;
    private readonly ReportPages _reports;
    private readonly OpenedPages _opened;
    private readonly RegionForgetting _forgetting;
    private readonly RegionRest _rest;
    private readonly RegionSeriesReader _series;
    private readonly LogAge _age;
    private readonly Turns _endedActs = new();

    private RegionStamp? _stamp;

    /// <summary>Whether the region is counted among the active ones of the process, which it is not while its log is being read.</summary>
    private bool _announced;

    public RegionGrain(IServiceProvider services, IGrainContext context, ILogger<RegionGrain> logger)
        : base(services, logger, LogOwners.Region(context.GrainId.Key.ToString()!), isAudited: true)
    {
        _code = context.GrainId.Key.ToString()!;
        _stamps = services.GetRequiredService<RegionStamps>();
        _outages = services.GetRequiredService<OutageWatch>();
        _rest = new RegionRest(services.GetRequiredService<RestingRegions>(), LogName, logger);
        _clocks = services.GetRequiredService<IOptions<ClockOptions>>().Value;
        _engine = new RegionEngine(_code, services.GetRequiredService<RegionCatalog>(), services.GetRequiredService<EngineOptions>());
        _archive = new RegionArchive(_engine, _code, Store, Metrics);
        _reports = new ReportPages(_engine, _archive);
        _opened = new OpenedPages(
            _reports, (forget, every) => this.RegisterGrainTimer(forget, new(every, every) { Interleave = true }));
        var retention = services.GetRequiredService<RetentionPeriods>().Regions;
        _age = new LogAge(Store, LogName, retention, RegionPersistence.RecordedAt, Clock);
        _forgetting = new RegionForgetting(
            _engine, new LogAge(Store, LogName, retention, RegionPersistence.RecordedAt, Clock), ForgetAsync, Clock, LogName, logger);
        _series = new RegionSeriesReader(_engine, _archive, services.GetRequiredService<ArchivedCounts>());
        var grains = services.GetRequiredService<IGrainFactory>();
        var backoff = services.GetRequiredService<Backoff>();
        var ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        _ledger = new AlertForwarder(_code, LogName, ledger, Store, backoff, logger, Stopping);
        if (_engine.Region.Parent is { } parent)
        {
            var pace = services.GetRequiredService<RollUpPace>();
            var above = grains.GetGrain<IRegionGrain>(parent);
            _parent = new RollUpForwarder(_engine, above, _archive, LogName, pace, Clock, backoff, logger, Stopping);
        }

        _entry = new OpenEntry(_engine, _ledger, _parent);
        _adoption = new CatalogAdoption(
            _engine, _code, services.GetRequiredService<ThresholdCache>(), services.GetRequiredService<PlaceCache>());
        _persistence = new RegionPersistence(_engine, _entry, _ledger, _archive);
    }

    public override bool HasOpenBatch => _entry.Steps > 0;

    protected override int OpenBytes => _entry.Bytes;

    private long Now => Math.Max(WallNow, _engine.Now);

    private RegionActs Acts => field ??= new RegionActs(_engine, _code, Clock, (now, input) => Apply(now, input), Record);

    private SentReports Sent => field ??= new SentReports(Store, LogName);

    /// <summary>The next deadline of the engine, or when there is something to forget, UTC ticks; null for never.</summary>
    private long? NextDeadline => _forgetting.NextAtOr(_engine.NextDeadline);

    /// <summary>
    /// Whether the region has nothing to store yet. A region begins to exist with its first report, roll-up or
    /// override, and not when somebody reads it.
    /// </summary>
    private bool IsBlank => OpenSequence == 1 && !HasOpenBatch;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_announced)
        {
            _adoption.Deactivated();
            Metrics.RegionDeactivated();
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public Task<IReadOnlyList<ReportOutcome>> IngestAsync(IReadOnlyList<Report> reports)
    {
        var inputs = new RegionInput[reports.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new ReportInput(reports[i]);
        }

        // A duplicate may be of a report that is not durable yet, so its answer waits for the commit as well.
        return JudgeAsync<IReadOnlyList<ReportOutcome>>(inputs, now =>
        {
            var outcomes = Array.ConvertAll(inputs, input => Apply(now, input)!.Value);
            Metrics.Reported(outcomes);
            return outcomes;
        });
    }

    public async Task<long> RollUpAsync(RollUp rollUp)
    {
        if (rollUp.Sequence <= _engine.SequenceOf(rollUp.Child))
        {
            return await KnownOfAsync(rollUp.Child);
        }

        var input = new RollUpInput(rollUp.Child, rollUp.Sequence, rollUp.Changes, rollUp.Summary);

        // The child's clock may be ahead of this one. What the child has seen has happened, so this clock runs to at least that instant.
        return await JudgeAsync(
            [input],
            now =>
            {
                Apply(now, input);
                return rollUp.Sequence;
            },
            notBefore: rollUp.Changes.Select(static c => c.Value?.OccurredAt ?? 0).DefaultIfEmpty().Max());
    }

    protected override async Task OnWakeAsync()
    {
        await RunDeadlinesAsync();
        await Commit();
        ForgetIfDue();
    }

    protected override async Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _stamp = _stamps.Activated(_code, Committed);
        await _adoption.KnownAsync(cancellationToken);
        _ledger.Recover(Committed);
        if (Committed > 0)
        {
            _parent?.Recover(Committed);
        }

        WarnIfAhead();
        _announced = true;
        _adoption.Activated();
        Metrics.RegionActivated();
        await RunDeadlinesAsync();
        _ledger.Start();
        _parent?.Start();
    }

    protected override async Task OnDeadlineAsync()
    {
        await RunDeadlinesAsync();
        await Settled(Commit());
        ForgetIfDue();
    }

    public override void OnCommitted(long sequence)
    {
        _stamps.Committed(_stamp!, sequence);

        // The thread pool first runs what this thread has queued last, so the ledger is called before the region above.
        _parent?.Committed(sequence);
        _ledger.Committed(sequence);
        _archive.ArchiveIfDue();
    }

    public override ISnapshotParts Parts => _archive;

    public override ReadOnlyMemory<byte> Seal() => _entry.Seal(OpenSequence);

    public override LogSnapshot Save() => new(SealedSequence, _persistence.Save());

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) =>
        _persistence.RestoreAsync(snapshot, cancellationToken);

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken) =>
        _persistence.ReplayAsync(entry, cancellationToken);

    public override async ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken)
    {
        // Incidents can only be archived when the region above has them, and it may have to read a long log itself.
        if (isRecovering && _parent is not null)
        {
            await _parent.LearnAsync(cancellationToken);
        }

        _archive.Archive();
        _entry.Shrink();
    }

    public override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken)
    {
        var needed = Math.Min(_ledger.FirstNeeded, _parent?.FirstNeeded ?? long.MaxValue);
        return _age.TrimAsync(Math.Min(snapshotSequence + 1, needed), cancellationToken);
    }

    public override Task RestAsync(CancellationToken cancellationToken) => CanWrite && SealedSequence == Committed && !HasOpenBatch
        ? _rest.StoreAsync(Committed, NextDeadline, () => _entry.StateAt(Now, OpenSequence), cancellationToken)
        : Task.CompletedTask;

    public override long? WakeAt() =>
        _ledger.IsBehind || _parent is { IsBehind: true } ? WallNow : NextDeadline;
}
