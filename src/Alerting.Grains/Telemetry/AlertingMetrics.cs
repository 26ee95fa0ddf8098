using System.Diagnostics.Metrics;
using Alerting.Alerts;
using Alerting.Reports;

namespace Alerting.Grains;

/// <summary>The instruments of the product, named after the conventions of OpenTelemetry.</summary>
public sealed class AlertingMetrics
{
    private static readonly KeyValuePair<string, object?>[] s_outcomes =
        [new("outcome", "accepted"), new("outcome", "duplicate"), new("outcome", "rejected")];

    private readonly Counter<long> _reports;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitSize;
    private readonly Counter<long> _alerts;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _deliveryDelay;
    private readonly UpDownCounter<long> _regions;
    private readonly Gauge<double> _wakeLag;
    private readonly Counter<long> _archived;
    private readonly Counter<long> _restored;
    private readonly Gauge<double> _clockAhead;
    private readonly Gauge<int> _uncovered;
    private long _commitFailures;
    private long _wakeFailures;

    public AlertingMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(AlertingTelemetry.Name);
        _reports = meter.CreateCounter<long>("alerting.reports", "{report}", "Reports by outcome.");
        _commitDuration = meter.CreateHistogram("alerting.commit.duration", "s", "From the start of an append to its being durable.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
            });
        _commitSize = meter.CreateHistogram("alerting.commit.batch_size", "By", "Bytes of one batch.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576] });
        _alerts = meter.CreateCounter<long>("alerting.alerts", "{revision}", "Alert revisions by change, as the ledger took them.");
        _attempts = meter.CreateCounter<long>("alerting.delivery.attempts", "{attempt}", "Attempts of delivery by outcome.");
        _deliveryDelay = meter.CreateHistogram("alerting.delivery.delay", "s", "From the instant of a revision to its delivery.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3_600],
            });
        _regions = meter.CreateUpDownCounter<long>("alerting.regions.active", "{region}", "Regions in memory.");
        _archived = meter.CreateCounter<long>("alerting.incidents.put_away", "{incident}",
            "Old incidents that left memory for the archive of their region.");
        _restored = meter.CreateCounter<long>("alerting.archive.brought_back", "{block}",
            "Blocks of old incidents that came back into memory, for a correction or a late report.");
        _wakeLag = meter.CreateGauge<double>("alerting.wake.lag", "s",
            "How long the log that waits longest has been overdue, as of the last look at the wake index; 0 when none is.");
        _clockAhead = meter.CreateGauge<double>("alerting.clock.ahead", "s",
            "How far the clock is ahead of where it must be; 0 while it is believed. Nothing is written meanwhile.");

        _uncovered = meter.CreateGauge<int>("alerting.oncall.uncovered", "{schedule}",
            "Schedules in which nobody is on call at some time of the next 24 hours.");

        // Observed instruments, so that they are there with 0 before the first failure: a counter that appears with
        // its first value shows no increase.
        meter.CreateObservableCounter("alerting.commit.failures", () => Interlocked.Read(ref _commitFailures), "{batch}",
            "Batches that were not written: refused, or the store failed.");
        meter.CreateObservableCounter("alerting.wake.failures", () => Interlocked.Read(ref _wakeFailures), "{look}",
            "Looks at the wake index, one every two seconds, that failed: the store cannot be read.");
        meter.CreateObservableGauge("alerting.memory.limit", static () => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "By",
            "Memory that the process may take: the machine's, or its container's.");
    }

    /// <summary>Counts what became of reports that came together.</summary>
    internal void Reported(ReportOutcome[] outcomes)
    {
        var accepted = outcomes.Count(static o => o.Status == ReportStatus.Accepted);
        var rejected = outcomes.Count(static o => o.Status == ReportStatus.Rejected);
        Reported(ReportStatus.Accepted, accepted);
        Reported(ReportStatus.Rejected, rejected);
        Reported(ReportStatus.Duplicate, outcomes.Length - accepted - rejected);
    }

    public void Reported(ReportStatus outcome, long count)
    {
        if (count > 0)
        {
            _reports.Add(count, s_outcomes[(int)outcome]);
        }
    }

    public void Committed(TimeSpan duration, long bytes)
    {
        _commitDuration.Record(duration.TotalSeconds);
        _commitSize.Record(bytes);
    }

    public void CommitFailed() => Interlocked.Increment(ref _commitFailures);

    /// <param name="overdue">How long the log that waits longest has been overdue; zero when none is.</param>
    public void LookedForDue(TimeSpan overdue) => _wakeLag.Record(overdue.TotalSeconds);

    /// <param name="schedules">In how many nobody is on call at some time of the next day.</param>
    public void Uncovered(int schedules) => _uncovered.Record(schedules);

    public void ClockAhead(TimeSpan ahead) => _clockAhead.Record(ahead.TotalSeconds);

    public void LookForDueFailed() => Interlocked.Increment(ref _wakeFailures);

    public void Revised(AlertChange change) =>
        _alerts.Add(1, new KeyValuePair<string, object?>("change", change.ToString().ToLowerInvariant()));

    /// <param name="outcome">delivered, failed, gone or dead.</param>
    public void Attempted(string outcome) => _attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Delivered(TimeSpan sinceRevision) => _deliveryDelay.Record(Math.Max(0, sinceRevision.TotalSeconds));

    public void Archived(int incidents) => _archived.Add(incidents);

    public void Restored() => _restored.Add(1);

    public void RegionActivated() => _regions.Add(1);

    public void RegionDeactivated() => _regions.Add(-1);
}
