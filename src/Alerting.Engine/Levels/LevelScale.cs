using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Levels;

/// <summary>The bounds of threat levels: a level is reached at its bound, and left only below a share of that bound.</summary>
internal sealed class LevelScale(EngineOptions options)
{
    /// <summary>The score from which a region is at this level; 0 for low.</summary>
    public double BoundOf(ThreatLevel level) => level == ThreatLevel.Low ? 0 : options.LevelBounds[(int)level - 2];

    /// <summary>Below this score a region falls from the level.</summary>
    public double FallBound(ThreatLevel level) => options.FallBelow * BoundOf(level);

    public ThreatLevel Reached(double score)
    {
        var level = ThreatLevel.Low;
        for (var i = 0; i < options.LevelBounds.Count && score >= options.LevelBounds[i]; i++)
        {
            level = (ThreatLevel)(i + 2);
        }

        return level;
    }

    /// <summary>The computed level after <paramref name="current"/> at this score.</summary>
    public ThreatLevel Next(ThreatLevel current, double score)
    {
        var reached = Reached(score);
        return reached > current || (current > ThreatLevel.Low && score < FallBound(current)) ? reached : current;
    }

    /// <summary>The level that a region shows at least while it has an open alert of this severity.</summary>
    public static ThreatLevel Floor(Severity severity) => severity switch
    {
        Severity.Critical => ThreatLevel.Critical,
        Severity.Severe => ThreatLevel.Severe,
        Severity.Warning => ThreatLevel.Substantial,
        _ => ThreatLevel.Low,
    };
}
