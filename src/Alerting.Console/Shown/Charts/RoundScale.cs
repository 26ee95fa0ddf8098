namespace Alerting.Console.Shown.Charts;

/// <summary>What the upper edge of a chart stands for.</summary>
internal static class RoundScale
{
    private static readonly double[] s_steps = [1, 2, 5, 10];

    /// <summary>The least of 1, 2, 5, 10, 20, 50 and so on that is no less than a value.</summary>
    public static double Above(double value)
    {
        var power = value <= 1 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * s_steps.First(step => step * power >= value);
    }
}
