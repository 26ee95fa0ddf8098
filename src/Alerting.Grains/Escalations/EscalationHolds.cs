using Alerting.Alerts;
using Alerting.Grains.Holding;
using Alerting.Grains.Logs;
using Alerting.Notifications.Escalations;
using Alerting.Notifications.Inhibitions;
using Alerting.Thresholds;

namespace Alerting.Grains.Escalations;

/// <summary>What silences and inhibitions hold back of calls, and that it is called when they end.</summary>
internal sealed class EscalationHolds(IServiceProvider services, EscalationJournal journal, CallBodies bodies, IEscalationHost host)
{
    private readonly HoldsReader _reader = new(LogOwners.Escalations, services, () => host.Now, host.Stopping);

    // After a restart: at once.
    private long _until = 1;

    /// <summary>
    /// When something may be called that is held back now, UTC ticks; null: nothing is, or only the end of an alert, of which the
    /// ledger tells, or a change of what holds back can free it.
    /// </summary>
    public long? NextLook => State.Held.Count > 0 && _until != long.MaxValue ? _until : null;

    private EscalationState State => journal.State;

    /// <summary>What holds back may be another than before.</summary>
    public void LookAgain() => _until = 1;

    /// <summary>What holds back now, as of these revisions or later ones.</summary>
    /// <param name="revisions">What is to be taken next.</param>
    public ValueTask<HoldsNow> ReadAsync(IReadOnlyList<LedgerRevision> revisions) => ReadAsync(
        [.. revisions.Select(static revision => revision.Alert).Where(alert => State.Concerns(alert.AlertId)).Select(
            static alert => (alert.Region.Code, alert.Threshold.Id, alert.Severity))],
        revisions is [.., var last] ? last.Alert.Seq : 0);

    /// <summary>What holds back now, as of what was taken of the ledger.</summary>
    /// <param name="due">What is to be called next.</param>
    public async ValueTask<HoldsNow> ReadAsync(IReadOnlyList<DueStep> due)
    {
        await LearnSeveritiesAsync(due);
        return await ReadAsync([.. due.Select(static step => (
            AlertIds.RegionOf(step.AlertId) ?? "", AlertIds.ThresholdOf(step.AlertId) ?? "", step.Severity ?? Severity.Critical))], 0);
    }

    /// <summary>
    /// Opens what nothing holds back any more. No await may come between this and what is decided by the same holds.
    /// </summary>
    public void Release(HoldsNow holds)
    {
        journal.Raise(State.Release(holds.Holds, holds.At));
        _until = holds.Until;
    }

    /// <summary>To be called when more may be held back: a change of what holds back wakes the escalations then.</summary>
    public void Watch()
    {
        if (State.Held.Count > 0)
        {
            _reader.Watch();
        }
    }

    /// <summary>The open alerts are as new as what was read, for the end of one that holds back comes as a revision, too.</summary>
    private ValueTask<HoldsNow> ReadAsync(IReadOnlyList<(string Region, string Threshold, Severity Severity)> next, long last)
    {
        return _reader.ReadAsync(inhibitions => IsNeeded(inhibitions) ? Math.Max(State.ScannedTo, last) : null);

        bool IsNeeded(InhibitionSet inhibitions) =>
            next.Any(one => inhibitions.CanHold(one.Region, one.Threshold, one.Severity))
            || State.Held.Any(held => inhibitions.CanHold(held.Region, held.Threshold, held.Severity ?? Severity.Critical));
    }

    /// <summary>A log of before severities were kept in it does not tell them: the ledger does, once.</summary>
    private async Task LearnSeveritiesAsync(IReadOnlyList<DueStep> due)
    {
        var unknown = due.Where(static step => step.Severity is null).ToList();
        if (unknown.Count > 0)
        {
            var alerts = await Task.WhenAll(unknown.Select(step => bodies.ReadAsync(step.Seq)));
            host.EnsureWritable();
            journal.Raise([.. unknown.Zip(alerts).SelectMany(one => State.Learn(one.First, one.Second))]);
        }
    }
}
