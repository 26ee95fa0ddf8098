namespace Alerting.Engine.Windows;

/// <summary>The Poisson distribution: how likely so many incidents are by chance alone.</summary>
internal static class Poisson
{
    /// <summary>P(N >= count) for N ~ Poisson(<paramref name="mean"/>), 0..1.</summary>
    public static double AtLeast(long count, double mean)
    {
        if (count <= 0)
        {
            return 1;
        }

        if (mean <= 0)
        {
            return 0;
        }

        // Sum the tail away from the mode: terms fall from the first on, so nothing cancels.
        var upper = count > mean;
        var k = upper ? count : count - 1;
        var term = Math.Exp((k * Math.Log(mean)) - mean - LogFactorial(k));
        var sum = 0.0;
        while (term > 0 && k >= 0)
        {
            var next = sum + term;
            if (next == sum)
            {
                break;
            }

            sum = next;
            term = upper ? term * mean / ++k : term * k-- / mean;
        }

        return Math.Clamp(upper ? sum : 1 - sum, 0, 1);
    }

    /// <summary>ln k!, exact by summation for small k, else Stirling's series (Abramowitz and Stegun 6.1.41).</summary>
    private static double LogFactorial(long k)
    {
        if (k < 32)
        {
            var sum = 0.0;
            for (var i = 2; i <= k; i++)
            {
                sum += Math.Log(i);
            }

            return sum;
        }

        var x = k + 1.0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }
}
