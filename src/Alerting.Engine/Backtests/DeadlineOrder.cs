namespace Alerting.Engine.Backtests;

/// <summary>Orders deadlines by their instants; at one instant a region comes before the one above it.</summary>
internal sealed class DeadlineOrder : IComparer<(long At, int Depth, string Code)>
{
    public static DeadlineOrder Instance { get; } = new();

    public int Compare((long At, int Depth, string Code) x, (long At, int Depth, string Code) y)
    {
        var order = x.At.CompareTo(y.At);
        order = order != 0 ? order : y.Depth.CompareTo(x.Depth);
        return order != 0 ? order : string.CompareOrdinal(x.Code, y.Code);
    }
}
