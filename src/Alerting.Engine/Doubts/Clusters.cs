namespace Alerting.Engine.Doubts;

/// <summary>Joins numbered things into clusters, and finds the cluster of each (union by the smaller number, with path halving).</summary>
internal sealed class Clusters
{
    private readonly int[] _parent;

    public Clusters(int count)
    {
        _parent = new int[count];
        for (var i = 0; i < count; i++)
        {
            _parent[i] = i;
        }
    }

    /// <summary>The smallest number in the cluster of a thing.</summary>
    public int Of(int thing)
    {
        while (_parent[thing] != thing)
        {
            _parent[thing] = _parent[_parent[thing]];
            thing = _parent[thing];
        }

        return thing;
    }

    /// <summary>Makes one cluster of those of two things; false where they are in one already.</summary>
    public bool Join(int first, int second)
    {
        (first, second) = (Of(first), Of(second));
        if (first == second)
        {
            return false;
        }

        _parent[Math.Max(first, second)] = Math.Min(first, second);
        return true;
    }
}
