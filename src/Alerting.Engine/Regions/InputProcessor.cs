using System.Runtime.InteropServices;
using Alerting.Engine.Alerts;
using Alerting.Engine.Archive;
using Alerting.Engine.Incidents;
using Alerting.Engine.Quiet;
using Alerting.Engine.Thresholds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>Applies inputs to a region at its current instant, which does not change meanwhile.</summary>
internal sealed class InputProcessor(RegionModel model, IncidentCorrelator correlator, Forgetting forgetting)
{
    private const int TrimInterval = 4_096;

    private readonly ChangeReach _reach = new(model);
    private readonly Silence _silence = new(model.Context.Heard, model.Thresholds);
    private readonly StepRecorder _recorder = new(model);
    private readonly List<IncidentStep> _steps = [];
    private int _untilTrim = TrimInterval;

    private Settlement Settlement => field ??= new Settlement(model);

    /// <summary>Applies an input.</summary>
    /// <returns>What became of a report; null for other inputs.</returns>
    public ReportOutcome? Apply(RegionInput input)
    {
        switch (input)
        {
            case ReportInput report:
                return Apply(report);
            case RollUpInput rollUp:
                Apply(rollUp);
                break;
            case AdoptInput adopt:
                model.Thresholds.Adopt(adopt.Versions, model.Now);
                DeriveShown();
                break;
            case PlacesInput or JoinInput or PartInput:
                Settle(input);
                break;
            case OverrideInput set:
                model.Shown.SetOverride(set.Value, $"override lifted by {set.Author}{(set.Reason is null ? "" : ": " + set.Reason)}");
                DeriveShown();
                break;
            case AlertActInput act:
                Apply(act);
                break;
            case SetClockInput set:
                Apply(set);
                break;
            case ForgetInput forget:
                model.Thresholds.CloseDays(model.Now);
                forgetting.Forget(forget);
                _silence.Forget(forget.Before, model.Now);
                DeriveShown();
                break;
            case OutageInput outage:
                _silence.NoteOutage(outage, model.Now);
                DeriveShown();
                break;
            default:
                throw new ArgumentException($"Unknown input {input.GetType().Name}.", nameof(input));
        }

        return null;
    }

    /// <summary>Derives the shown level and records a change of it.</summary>
    public void DeriveShown()
    {
        if (model.Shown.Derive(model.Level, model.Thresholds.InForce, model.Now) is { } change)
        {
            model.LevelHistory.Add(change);
            model.Context.Output.Add(change);
        }
    }

    private ReportOutcome Apply(ReportInput input)
    {
        if (model.Thresholds.ReadIncidents())
        {
            model.Thresholds.CloseDaysBefore(_reach.Of(input.Report), model.Now);
        }

        _steps.Clear();
        var outcome = correlator.Apply(input.Report, input.Suffix, model.Sequence, model.Now, _steps);
        model.Context.Output.GaveSuffix = correlator.GaveSuffix;
        if (outcome.Status == ReportStatus.Accepted)
        {
            _silence.Heard(input.Report.Source, model.Now);
        }

        if (_steps.Count > 0)
        {
            var changes = _steps.Exists(static step => step.Before is not null);
            model.Context.SetCause(input.Report);
            model.Context.Story.Begin();
            ApplySteps(changes ? model.Context.Cause : null);
        }
        else if (_silence.IsJudged)
        {
            _silence.Judge(model.Now);
            DeriveShown();
        }

        return outcome;
    }

    private void Apply(RollUpInput input)
    {
        if (input.Sequence <= model.ChildSequences.GetValueOrDefault(input.Child))
        {
            return;
        }

        model.ChildSequences[input.Child] = input.Sequence;
        if (input.Summary is { } summary)
        {
            model.Shown.SetBelow(input.Child, summary.ShownLevel);
        }

        if (model.Thresholds.ReadIncidentsBelow())
        {
            model.Thresholds.CloseDaysBefore(_reach.Of(input), model.Now);
        }

        _steps.Clear();
        string? cause = null;
        foreach (var change in input.Changes)
        {
            correlator.RollUp(change, _steps);
            cause = change.Cause ?? cause;
        }

        if (_steps.Count == 0)
        {
            DeriveShown();
            return;
        }

        model.Context.SetCause(cause ?? $"news from {model.Catalog[input.Child].Name}");
        model.Context.Story.Begin(input.Changes);
        ApplySteps(cause);
    }

    /// <summary>
    /// The alert gets a revision, if that is news. One that has ended is not known here any more: the input brings its last revision.
    /// </summary>
    private void Apply(AlertActInput input)
    {
        var revision = input.Ended is { } ended
            ? AlertWriter.Next(ended, input.Act, input.By, null, model.Now)
            : Array.Find(model.Thresholds.InForce, evaluator => evaluator.AlertState.IsOpen(input.AlertId))
                ?.Next(input.Act, input.By, model.Now);
        if (revision is not null)
        {
            model.Context.Output.Add(revision);
        }

        if (input.Key is { } key && (revision ?? input.Ended ?? model.Thresholds.LastOf(input.AlertId)) is { } known)
        {
            model.ActKeys.Note(key, known, model.Now);
        }
    }

    /// <summary>Applies what operators have settled; the alerts that it raises are one story.</summary>
    private void Settle(RegionInput input)
    {
        _steps.Clear();
        var cause = Settlement.Apply(input, _steps);
        if (_steps.Count > 0)
        {
            model.Context.SetCause(cause);
            model.Context.Story.Begin();
            ApplySteps(cause);
        }
    }

    /// <summary>
    /// Sets back the clock of a region, which had run ahead. All facts stay; those dated later count as of the new
    /// instant, and everything that depends on the clock is derived again.
    /// </summary>
    private void Apply(SetClockInput input)
    {
        var to = input.To;
        if (to >= model.Now)
        {
            return;
        }

        model.Thresholds.SetBack(to, model.Now);
        model.Level.SetBack(to, model.Now);
        model.Now = to;
        model.Context.Beginning.SetBack(to);
        model.Context.Heard.SetBack(to);
        model.Shown.SetBack(to);
        foreach (ref var change in CollectionsMarshal.AsSpan(model.LevelHistory))
        {
            change = change with { At = Math.Min(change.At, to) };
        }

        _steps.Clear();
        correlator.SetBack(to, _steps);
        model.Context.SetCause($"the clock was set back by {input.Author}: {input.Reason}");
        _recorder.Record(_steps);
        _recorder.PassUp(_steps, model.Context.Cause);
        model.Level.Recount(model.Activity.Nodes(), model.Region.Code);
        model.Level.Judge(to);
        ReleaseSteps();
        model.Thresholds.Rejudge(to);
        DeriveShown();
    }

    private void ApplySteps(string? cause)
    {
        var earliest = _recorder.Record(_steps);
        var now = model.Now;
        var steps = CollectionsMarshal.AsSpan(_steps);
        var levelChanged = model.Level.Judge(now);
        model.Thresholds.CloseDaysBefore(earliest, now);
        foreach (var evaluator in model.Thresholds.InForce)
        {
            evaluator.Take(steps, now);
            if (levelChanged)
            {
                evaluator.LevelChanged(now);
            }

            evaluator.Judge(now, all: false);
            evaluator.EndStep();
        }

        _recorder.PassUp(_steps, cause);
        model.Context.Story.End();
        ReleaseSteps();
        DeriveShown();
        if (--_untilTrim <= 0)
        {
            _untilTrim = TrimInterval;
            foreach (var evaluator in model.Thresholds.InForce)
            {
                (evaluator as WindowEvaluator)?.Trim(now);
            }
        }
    }

    private void ReleaseSteps()
    {
        foreach (ref readonly var step in CollectionsMarshal.AsSpan(_steps))
        {
            correlator.Release(step.Node);
        }
    }
}
