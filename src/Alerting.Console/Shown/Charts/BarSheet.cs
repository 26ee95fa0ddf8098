namespace Alerting.Console.Shown.Charts;

/// <summary>A bar on the sheet.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Of the bar.</param>
/// <param name="Height">Of the bar.</param>
internal readonly record struct Bar(double X, double Y, double Width, double Height);

/// <summary>Puts figures, none below zero, as bars on a sheet whose upper edge is a round number.</summary>
internal sealed class BarSheet
{
    /// <summary>Of the sheet.</summary>
    public const double Width = 1_000;

    /// <summary>Of the sheet.</summary>
    public const double Height = 200;

    /// <summary>The share of its place that a pair leaves empty.</summary>
    private const double Gap = 0.2;

    private readonly double _place;
    private readonly bool _isPaired;

    /// <param name="pairs">One at least.</param>
    /// <param name="isPaired">Whether both figures of each are shown, or the second alone.</param>
    public BarSheet(IReadOnlyList<BarPair> pairs, bool isPaired)
    {
        (_isPaired, _place) = (isPaired, Width / Math.Max(1, pairs.Count));
        Top = RoundScale.Above(pairs.Select(pair => isPaired ? Math.Max(pair.First, pair.Second) : pair.Second).DefaultIfEmpty(0).Max());
    }

    /// <summary>What the upper edge stands for: the least of 1, 2, 5, 10, 20, 50 and so on that holds all.</summary>
    public double Top { get; }

    /// <summary>The bar of the first figure of a pair.</summary>
    public Bar First(int index, double value) => Of(index, 0, value);

    /// <summary>The bar of the second figure of a pair.</summary>
    public Bar Second(int index, double value) => Of(index, _isPaired ? 1 : 0, value);

    private Bar Of(int index, int side, double value)
    {
        var width = _place * (1 - Gap) / (_isPaired ? 2 : 1);
        var height = Height * value / Top;
        return new Bar((_place * (index + (Gap / 2))) + (side * width), Height - height, width, height);
    }
}
