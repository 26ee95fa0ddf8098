using Alerting.Console.Shown.Charts;
using Alerting.Regions;

namespace Alerting.Console.Regions;

/// <summary>A time through which a region showed one level.</summary>
/// <param name="Level">Which.</param>
/// <param name="Since">Its start, or that of the chart where it is earlier.</param>
/// <param name="Change">What it began with; null where that is not known.</param>
/// <param name="X">Left edge on the sheet.</param>
/// <param name="Width">On the sheet.</param>
internal sealed record LevelSpan(ThreatLevel Level, DateTimeOffset Since, LevelChangeView? Change, double X, double Width)
{
    /// <summary>Upper edge on the sheet: the graver, the higher.</summary>
    public double Y => LevelSheet.Height * (LevelSheet.Levels - (int)Level) / LevelSheet.Levels;
}

/// <summary>A score that is known.</summary>
/// <param name="At">When it was.</param>
/// <param name="Score">How great.</param>
/// <param name="X">On the sheet.</param>
/// <param name="Y">On the sheet.</param>
internal sealed record ScorePoint(DateTimeOffset At, double Score, double X, double Y);

/// <summary>Puts the levels that a region showed, and its score at each change of them, on sheets with one axis of time.</summary>
internal sealed class LevelSheet
{
    /// <summary>Of both sheets.</summary>
    public const double Width = 1_000;

    /// <summary>Of each sheet.</summary>
    public const double Height = 200;

    /// <summary>As many as there are, numbered from 1.</summary>
    public static readonly int Levels = Enum.GetValues<ThreatLevel>().Length;

    private readonly DateTimeOffset _until;

    /// <param name="changes">As they are listed, newest first.</param>
    /// <param name="score">As it is now.</param>
    /// <param name="from">Start of the axis; null: at the oldest change.</param>
    /// <param name="until">End of the axis: now.</param>
    public LevelSheet(IReadOnlyList<LevelChangeView> changes, double score, DateTimeOffset? from, DateTimeOffset until)
    {
        var oldest = changes.Count == 0 ? until : changes[^1].At;
        From = from ?? oldest - TimeSpan.FromTicks(Math.Max((until - oldest).Ticks / 20, TimeSpan.TicksPerMinute));
        _until = until > From ? until : From.AddTicks(1);
        Spans = [.. Spread(changes)];
        var known = changes.Reverse().Where(change => change.At >= From && change.At <= _until)
            .Select(static change => (change.At, change.Score)).Append((At: _until, Score: score)).ToList();
        Top = RoundScale.Above(known.Max(static point => point.Score));
        Scores = [.. known.Select(point => new ScorePoint(point.At, point.Score, X(point.At), Height * (1 - (point.Score / Top))))];
    }

    /// <summary>Start of the axis.</summary>
    public DateTimeOffset From { get; }

    /// <summary>What was shown, oldest first.</summary>
    public IReadOnlyList<LevelSpan> Spans { get; }

    /// <summary>The score at each change and now, oldest first; what it was between them is not known.</summary>
    public IReadOnlyList<ScorePoint> Scores { get; }

    /// <summary>What the upper edge of the sheet of scores stands for.</summary>
    public double Top { get; }

    private double X(DateTimeOffset at) => Width * (at - From).Ticks / (_until - From).Ticks;

    private IEnumerable<LevelSpan> Spread(IReadOnlyList<LevelChangeView> changes)
    {
        if (changes.Count > 0 && changes[^1].At > From)
        {
            yield return Span(changes[^1].From, From, changes[^1].At, null);
        }

        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var end = i == 0 ? _until : changes[i - 1].At;
            if (end > From && changes[i].At < _until)
            {
                yield return Span(changes[i].To, changes[i].At, end, changes[i]);
            }
        }
    }

    private LevelSpan Span(ThreatLevel level, DateTimeOffset start, DateTimeOffset end, LevelChangeView? change)
    {
        var since = start < From ? From : start;
        return new LevelSpan(level, since, change, X(since), X(end) - X(since));
    }
}
