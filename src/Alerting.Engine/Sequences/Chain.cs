namespace Alerting.Engine.Sequences;

/// <summary>
/// Incidents that meet all steps in their order, with the latest start for their end. Ordered by the end, then the
/// start, because the one that ends latest, then starts latest, is shown.
/// </summary>
/// <param name="End">UTC ticks.</param>
/// <param name="Start">UTC ticks.</param>
/// <param name="Group">Where its incidents are.</param>
internal readonly record struct Chain(long End, long Start, ChainGroup Group) : IComparable<Chain>
{
    public int CompareTo(Chain other) => End != other.End ? End.CompareTo(other.End) : Start.CompareTo(other.Start);
}
