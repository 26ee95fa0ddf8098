namespace Alerting.Engine.Rarity;

/// <summary>UTC days one after the other, both ends included; none where the last comes before the first.</summary>
/// <param name="First">By number, see <see cref="UtcDay"/>.</param>
/// <param name="Last">By number.</param>
internal readonly record struct DayRange(int First, int Last)
{
    public int Count => Math.Max(0, Last - First + 1);
}
