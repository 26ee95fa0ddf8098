namespace Alerting.Regions;

/// <summary>
/// How the score of a region is shown: the sum of the weights of its incidents, each halved with every half-life that has passed
/// since it. Instants and half-lives are in ticks.
/// </summary>
public static class ScoreRule
{
    // A lower score is shown as 0, and its decay is no change any more.
    private const double Min = 0.000_001;

    /// <summary>Whether a score is more than nothing.</summary>
    public static bool IsShown(double score) => score >= Min;

    /// <summary>As it is shown: to six decimals.</summary>
    public static double Shown(double score) => IsShown(score) ? Math.Round(score, 6) : 0;

    /// <summary>What is left at an instant of a weight, or of a sum of them as it was at another.</summary>
    public static double At(double weight, long then, long at, double halfLife) => weight * Math.Pow(2, (then - at) / halfLife);

    /// <summary>The score a day before, on the facts known now.</summary>
    /// <param name="score">Now.</param>
    /// <param name="recent">The part of it that comes from the last day.</param>
    /// <param name="halfLife">In ticks.</param>
    public static double DayBefore(double score, double recent, double halfLife) =>
        Math.Max(score - recent, 0) * Math.Pow(2, TimeSpan.TicksPerDay / halfLife);
}
