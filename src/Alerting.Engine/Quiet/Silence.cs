using Alerting.Engine.Regions;

namespace Alerting.Engine.Quiet;

/// <summary>Takes note of what breaks the silence of sources, or has it counted otherwise, and has the thresholds on it judged.</summary>
internal sealed class Silence(HeardSources heard, ThresholdSet thresholds)
{
    /// <summary>Whether any threshold in force is on quiet sources.</summary>
    public bool IsJudged => thresholds.Quiet.Length > 0;

    /// <summary>A report of a source was accepted. <see cref="Judge"/> follows, or the judgement of what it says.</summary>
    public void Heard(string name, long now)
    {
        var source = heard.Note(name, now, out var hasMadeRoom);
        foreach (var evaluator in thresholds.Quiet)
        {
            if (hasMadeRoom)
            {
                evaluator.SilenceChanged(now);
            }
            else
            {
                evaluator.Heard(source, now);
            }
        }
    }

    public void NoteOutage(OutageInput outage, long now)
    {
        if (heard.NoteOutage(outage.To))
        {
            CountAnew(now);
        }
    }

    /// <summary>Sources that were last heard of before an instant, UTC ticks, are forgotten.</summary>
    public void Forget(long before, long now)
    {
        heard.Forget(before);
        CountAnew(now);
    }

    public void Judge(long now)
    {
        foreach (var evaluator in thresholds.Quiet)
        {
            evaluator.Judge(now, all: false);
            evaluator.EndStep();
        }
    }

    private void CountAnew(long now)
    {
        foreach (var evaluator in thresholds.Quiet)
        {
            evaluator.SilenceChanged(now);
        }

        Judge(now);
    }
}
