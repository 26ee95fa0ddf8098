using Alerting.Thresholds;

namespace Alerting.Engine.Sequences;

/// <summary>
/// Gives incidents of one instant to steps that follow each other, each to one. Incidents that meet the same steps are alike, so
/// they are counted by what they meet. An incident that meets several steps may have to make room for one that meets fewer: that
/// is a matching in a bipartite graph, found by augmenting paths (Kuhn, The Hungarian method, 1955).
/// </summary>
internal ref struct StepMatching
{
    private readonly ReadOnlySpan<int> _met;
    private readonly ReadOnlySpan<int> _counts;
    private Assigned _assigned;
    private ulong _visited;

    /// <param name="met">The steps that incidents of a sort meet, a bit each; at most 63 sorts.</param>
    /// <param name="counts">How many incidents there are of each sort.</param>
    private StepMatching(ReadOnlySpan<int> met, ReadOnlySpan<int> counts)
    {
        _met = met;
        _counts = counts;
        for (var step = 0; step < Threshold.MaxSteps; step++)
        {
            _assigned[step] = -1;
        }
    }

    /// <summary>How many steps from one on, upwards or downwards, incidents of this instant can meet, each another one.</summary>
    /// <param name="met">The steps that incidents of a sort meet.</param>
    /// <param name="counts">How many there are of each sort.</param>
    /// <param name="step">Number of the first step, from 0.</param>
    /// <param name="direction">1 or -1.</param>
    /// <param name="steps">How many steps there are.</param>
    public static int Run(ReadOnlySpan<int> met, ReadOnlySpan<int> counts, int step, int direction, int steps)
    {
        var matching = new StepMatching(met, counts);
        var run = 0;
        for (; step >= 0 && step < steps; step += direction)
        {
            // A step that cannot be added to those before it cannot be met whoever meets the others.
            matching._visited = 0;
            if (!matching.Assign(step))
            {
                break;
            }

            run++;
        }

        return run;
    }

    private bool Assign(int step)
    {
        for (var sort = 0; sort < _met.Length; sort++)
        {
            if ((_met[sort] & (1 << step)) == 0 || _counts[sort] == 0 || (_visited & (1UL << sort)) != 0)
            {
                continue;
            }

            _visited |= 1UL << sort;
            if (Used(sort) < _counts[sort] || MakeRoom(sort))
            {
                _assigned[step] = sort;
                return true;
            }
        }

        return false;
    }

    private readonly int Used(int sort)
    {
        var used = 0;
        for (var step = 0; step < Threshold.MaxSteps; step++)
        {
            used += _assigned[step] == sort ? 1 : 0;
        }

        return used;
    }

    /// <summary>Has one of the steps that these incidents meet be met by another sort.</summary>
    private bool MakeRoom(int sort)
    {
        for (var step = 0; step < Threshold.MaxSteps; step++)
        {
            if (_assigned[step] == sort && Assign(step))
            {
                return true;
            }
        }

        return false;
    }

    [System.Runtime.CompilerServices.InlineArray(Threshold.MaxSteps)]
    private struct Assigned
    {
        private int _sort;
    }
}
