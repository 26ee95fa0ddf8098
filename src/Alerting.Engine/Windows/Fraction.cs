namespace Alerting.Engine.Windows;

/// <summary>Incidents in the window x days of the baseline, over incidents in the baseline. Compared without division.</summary>
internal readonly record struct Fraction(long Above, long Below)
{
    public static Fraction Zero => new(0, 1);

    public bool IsAtLeast(Fraction other) => (Int128)Above * other.Below >= (Int128)other.Above * Below;

    public static long GreatestDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return Math.Max(a, 1);
    }
}
