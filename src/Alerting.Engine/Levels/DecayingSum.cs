namespace Alerting.Engine.Levels;

/// <summary>
/// sum of weight x 2^(-(t - occurredAt)/halfLife), kept scaled to a reference time: adding, removing and reading cost
/// O(1) whatever the instants. The reference time moves on before the scale leaves the range of a double.
/// </summary>
internal sealed class DecayingSum(long halfLife)
{
    private const double MaxHalfLives = 300;

    /// <summary>The reference time: UTC ticks at which the sum needs no scaling.</summary>
    public long Reference { get; private set; }

    public double Scaled { get; private set; }

    public void Restore(long reference, double scaled)
    {
        Reference = reference;
        Scaled = scaled;
    }

    public void Add(double weight, long occurredAt)
    {
        if (weight == 0)
        {
            return;
        }

        if (Scaled == 0 || (occurredAt - Reference) / (double)halfLife > MaxHalfLives)
        {
            Scaled = At(occurredAt);
            Reference = occurredAt;
        }

        Scaled += weight * Math.Pow(2, (occurredAt - Reference) / (double)halfLife);
    }

    /// <summary>Removes what was added. A small rest that is left by rounding becomes 0.</summary>
    public void Remove(double weight, long occurredAt)
    {
        var before = Scaled;
        Add(-weight, occurredAt);
        if (Scaled < before * 1e-12)
        {
            Scaled = 0;
        }
    }

    public double At(long at) => Scaled == 0 ? 0 : Scaled * Math.Pow(2, (Reference - at) / (double)halfLife);

    /// <summary>
    /// The first tick at which the sum, left alone, is below <paramref name="bound"/>; now or earlier when it is below
    /// already.
    /// </summary>
    public long FirstBelow(double bound)
    {
        if (Scaled <= 0)
        {
            return long.MinValue;
        }

        var at = Reference + (long)Math.Ceiling(halfLife * Math.Log2(Scaled / bound));
        while (At(at) >= bound)
        {
            at++;
        }

        while (At(at - 1) < bound)
        {
            at--;
        }

        return at;
    }
}
