using Alerting.Engine.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Sequences;

/// <summary>
/// Chooses the incidents of one instant that meet a range of steps, which they can: for each step, from the last on, the first
/// that leaves enough for the others.
/// </summary>
internal sealed class StepChoice(int last, int first)
{
    private readonly List<(IncidentNode Node, int Met)> _offered = [];

    /// <param name="node">Given in the order of preference.</param>
    /// <param name="met">The steps that it meets, a bit each.</param>
    public void Offer(IncidentNode node, int met) => _offered.Add((node, met));

    /// <summary>One incident a step, the last step first.</summary>
    public List<IncidentNode> Choose()
    {
        var chosen = new List<IncidentNode>();
        for (var step = last; step >= first; step--)
        {
            var index = _offered.FindIndex(offer => (offer.Met & (1 << step)) != 0 && LeavesEnough(offer, step - 1));
            chosen.Add(_offered[index].Node);
            _offered.RemoveAt(index);
        }

        return chosen;
    }

    private bool LeavesEnough((IncidentNode Node, int Met) taken, int step)
    {
        if (step < first)
        {
            return true;
        }

        // More incidents of one sort than there are steps make no difference.
        Span<int> met = stackalloc int[1 << Threshold.MaxSteps];
        Span<int> counts = stackalloc int[1 << Threshold.MaxSteps];
        for (var sort = 0; sort < met.Length; sort++)
        {
            met[sort] = sort;
        }

        foreach (var offer in _offered)
        {
            counts[offer.Met]++;
        }

        counts[taken.Met]--;
        return StepMatching.Run(met, counts, step, -1, last + 1) > step - first;
    }
}
