using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Levels;

/// <summary>Scores and levels: a level is reached at its bound and left below a share of it.</summary>
internal sealed class LevelScale(EngineOptions options)
{
    /// <summary>Score from which on a region is at this level; 0 for low.</summary>
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

    /// <summary>The level that a region shows at least while an alert of this severity is open in it.</summary>
    public static ThreatLevel Floor(Severity severity) => severity switch
    {
        Severity.Critical => ThreatLevel.Critical,
        Severity.Severe => ThreatLevel.Severe,
        Severity.Warning => ThreatLevel.Substantial,
        _ => ThreatLevel.Low,
    };
}
