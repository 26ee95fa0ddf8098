using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;

namespace Alerting.Engine.Archive;

/// <summary>
/// Forgets what is older than the retention: incidents with their reports and ids, wherever they lie, withdrawn
/// reports, and changes of the level. The owner of the engine decides when, and its log records it as a
/// <see cref="ForgetInput"/>, so that a replay forgets the same at the same place.
/// </summary>
/// <remarks>
/// Forgetting raises and clears nothing: no window, baseline, open alert or report that is still accepted reaches what is
/// forgotten, and the region above has it.
/// </remarks>
public sealed class Forgetting
{
    /// <summary>
    /// At least this fraction of the retention is forgotten at a time, since each time some blocks are read and what is
    /// kept of archived reports is gone through.
    /// </summary>
    private const int Strides = 32;

    /// <summary>So many blocks are restored at a time; what is left over is forgotten the next time.</summary>
    private const int MaxBlocks = 8;

    /// <summary>Figures and lists show what is younger, whatever the retention.</summary>
    private static readonly long s_keepAtLeast = ArchiveRules.Default.KeepAtLeast.Ticks;

    private readonly RegionModel _model;
    private readonly IncidentArchive _archive;

    /// <summary>How long incidents are kept, ticks; null: for ever.</summary>
    private readonly long? _keep;
    private readonly long _stride;

    internal Forgetting(RegionModel model, IncidentArchive archive)
    {
        _model = model;
        _archive = archive;
        if (model.Options.Retention is { } retention)
        {
            // A report of an event within the retention may join an incident that lies one correlation window before.
            _keep = Math.Max(retention.Ticks, s_keepAtLeast) + model.Options.CorrelationWindow.Ticks;
            _stride = Math.Max(TimeSpan.TicksPerDay, retention.Ticks / Strides);
        }
    }

    /// <summary>
    /// The earliest instant (UTC ticks) at which there may be something to forget; null while there is nothing that could
    /// become old. A lower bound, found at once.
    /// </summary>
    public long? NextAt
    {
        get
        {
            if (_keep is not { } keep)
            {
                return null;
            }

            var oldest = OldestAt();
            return oldest == long.MaxValue ? null : Math.Max(oldest, _model.ForgottenBefore) + keep + _stride;
        }
    }

    /// <summary>
    /// What to forget at an instant; null when there is nothing, or when the region above does not have all of it yet.
    /// Blocks of the archive have to be restored first, as for any input.
    /// </summary>
    /// <param name="now">UTC ticks by a clock that is right: what is forgotten by one that is ahead does not come back.</param>
    /// <param name="sequence">The first entry of the log that is not older than the retention: what was reported late is
    /// kept as long as its entry.</param>
    public ForgetInput? Due(long now, long sequence)
    {
        if (!(NextAt <= now))
        {
            return null;
        }

        var before = now - _keep!.Value;
        foreach (var evaluator in _model.Thresholds.InForce.OfType<WindowEvaluator>())
        {
            before = Math.Min(before, evaluator.NeedsAfter(now) + 1);
        }

        if (before - _stride < _model.ForgottenBefore || before <= OldestAt() || !AboveHasAll(before))
        {
            return null;
        }

        var restorable = _archive.RestorableBefore(before, sequence, MaxBlocks);
        return new ForgetInput(restorable > _model.ForgottenBefore ? restorable : before, sequence);
    }

    internal void Forget(ForgetInput input)
    {
        var (before, sequence) = input;
        _model.ForgottenBefore = Math.Max(_model.ForgottenBefore, before);
        _model.Facts.Build();
        _archive.Forget(input);
        var pinned = new HashSet<int>();
        foreach (var evaluator in _model.Thresholds.InForce)
        {
            pinned.UnionWith((evaluator as LevelEvaluator)?.PinnedRows() ?? []);
            (evaluator as WindowEvaluator)?.WindowMeasure.DropThrough(before - 1);
        }

        var forgotten = _model.Activity.TakeThrough(
            before - 1, node => node.Version < sequence && node.LastEventAt < before && !pinned.Contains(node.Row));
        foreach (var node in forgotten)
        {
            _model.Thresholds.Archive(node);
            _model.Parts.Changed(node.Row);
            _model.Archived.Forget(node.Row);
        }

        _model.Archived.ForgetRetracted(before);
        _model.Thresholds.Forget(before, _archive.FirstToldRound);
        _model.Facts.ByHand.Forget(before, id => _model.Facts.FindShown(id) >= 0 || _model.Archived.Contains(id));
        _model.Facts.ForgetSuffixes();
        _model.Archived.ForgetNames();
        var levels = _model.LevelHistory;
        levels.RemoveRange(0, Math.Max(0, levels.FindLastIndex(change => change.At < before)));
    }

    /// <summary>
    /// A lower bound of the last event of every incident, and the instant from which on the oldest change of the level is
    /// not needed; <see cref="long.MaxValue"/> where there is neither.
    /// </summary>
    private long OldestAt()
    {
        var oldest = Math.Min(
            _model.Activity.IsEmpty ? long.MaxValue : _model.Activity.FirstAt,
            _model.LevelHistory.Count > 1 ? _model.LevelHistory[1].At : long.MaxValue);
        oldest = Math.Min(oldest, _archive.OldestLastEventAt);

        // How old withdrawn reports are is only known once they are looked at.
        return oldest == long.MaxValue && _model.Facts.Table.Reports.Count + _model.Archived.Reports.Count > 0 ? 0 : oldest;
    }

    private bool AboveHasAll(long before)
    {
        if (_model.Region.Parent is null)
        {
            return true;
        }

        var acknowledged = _model.RollUps.Acknowledged;
        return _archive.Blocks.All(block => block.OldestLastEventAt >= before || block.LastVersion <= acknowledged)
            && _model.Activity.Nodes().TakeWhile(node => node.OccurredAt < before).All(node => node.Version <= acknowledged);
    }
}
