namespace Alerting.Console.Alerts;

/// <summary>Marks on a map, told apart by their shape: a circle, a diamond where something is new, a square where it changed.</summary>
internal static class MarkShape
{
    /// <summary>How much farther the corners of a diamond reach, so that it looks as large as a circle.</summary>
    private const double Diamond = 1.4;

    /// <summary>The data of an SVG path.</summary>
    /// <param name="x">Middle of the mark, as <paramref name="y"/>.</param>
    /// <param name="size">Half its height.</param>
    public static string Path(EvidenceChange change, double x, double y, double size)
    {
        var (reach, twice) = (size * Diamond, size * 2);
        return change switch
        {
            EvidenceChange.New => FormattableString.Invariant(
                $"M{x:0.##} {y - reach:0.##}L{x + reach:0.##} {y:0.##}L{x:0.##} {y + reach:0.##}L{x - reach:0.##} {y:0.##}Z"),
            EvidenceChange.Changed => FormattableString.Invariant(
                $"M{x - size:0.##} {y - size:0.##}h{twice:0.##}v{twice:0.##}h{-twice:0.##}Z"),
            _ => FormattableString.Invariant(
                $"M{x - size:0.##} {y:0.##}a{size:0.##} {size:0.##} 0 1 0 {twice:0.##} 0a{size:0.##} {size:0.##} 0 1 0 {-twice:0.##} 0Z"),
        };
    }
}
