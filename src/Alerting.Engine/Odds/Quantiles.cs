namespace Alerting.Engine.Odds;

/// <summary>Quantiles of counts.</summary>
internal static class Quantiles
{
    /// <summary>The least of the counts that at least the given share of them does not exceed.</summary>
    /// <param name="sorted">One or more, ascending.</param>
    /// <param name="share">Above 0, at most 1.</param>
    public static int NearestRank(IReadOnlyList<int> sorted, double share) =>
        sorted[Math.Max((int)Math.Ceiling(share * sorted.Count) - 1, 0)];

    /// <summary>The one in the middle, or the mean of the two there.</summary>
    /// <param name="sorted">One or more, ascending.</param>
    public static double Median(IReadOnlyList<int> sorted) =>
        (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
}
