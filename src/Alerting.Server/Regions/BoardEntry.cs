using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>A region on the board, or one that was on it once, and when that changed; instants are numbers of snapshots.</summary>
internal sealed class BoardEntry
{
    private static readonly long[] s_never = new long[(int)ThreatLevel.Critical + 1];

    /// <summary>By level: when it was last shown lower than that, or not at all, after it had been shown at that level or higher.</summary>
    private readonly long[] _fell;

    private BoardEntry(string code, ShownRegion? region, long changed, long[] fell) =>
        (Code, Region, Changed, _fell) = (code, region, changed, fell);

    public string Code { get; }

    /// <summary>What it shows; null where it is on the board no more.</summary>
    public ShownRegion? Region { get; }

    /// <summary>Since when it shows this.</summary>
    public long Changed { get; }

    /// <param name="before">As it was in the snapshot before; null where it was never on the board.</param>
    /// <param name="region">What it shows now; null where it is on the board no more.</param>
    /// <param name="now">Number of the snapshot.</param>
    public static BoardEntry Of(BoardEntry? before, string code, ShownRegion? region, long now)
    {
        if (before is null)
        {
            return new BoardEntry(code, region, now, s_never);
        }

        if (before.Region?.Tag == region?.Tag)
        {
            return before;
        }

        var (was, shown) = (LevelOf(before.Region), LevelOf(region));
        var fell = before._fell;
        if (shown < was)
        {
            fell = [.. fell];
            Array.Fill(fell, now, shown + 1, was - shown);
        }

        return new BoardEntry(code, region, now, fell);
    }

    /// <summary>Whether it is on a list.</summary>
    /// <param name="minimum">Least level of the list.</param>
    public bool IsOn(ThreatLevel minimum) => Region is { } region && region.View.Level >= minimum;

    /// <summary>Whether it left a list after a snapshot and has not come back.</summary>
    /// <param name="minimum">Least level of the list.</param>
    public bool HasLeft(ThreatLevel minimum, long since) => !IsOn(minimum) && _fell[(int)minimum] > since;

    private static int LevelOf(ShownRegion? region) => region is null ? 0 : (int)region.View.Level;
}
