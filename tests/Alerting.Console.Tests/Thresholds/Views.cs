using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Console.Tests.Thresholds;

/// <summary>Thresholds as the server tells them.</summary>
internal static class Views
{
    /// <summary>A threshold with a value in every field that applies to its measure.</summary>
    public static ThresholdView Of(Measure measure)
    {
        var isPlain = measure is not (Measure.Level or Measure.Quiet or Measure.Sequence);
        return new()
        {
            Id = $"of-{EnumNames.ToName(measure)}",
            Name = $"Of {EnumNames.ToName(measure)}",
            Enabled = measure != Measure.Weight,
            Scope = new Scope(["IQ", "SE-AB"], isPlain ? Depth.Root : Depth.Leaf),
            Match = measure == Measure.Quiet ? new Match() : new Match
            {
                Kinds = ["armed-assault", "suicide-bomb"],
                Families = [Family.Explosion, Family.AttackOnSecurityForces],
                MinGradeFactor = 0.25,
                Towns = ["Ramadi", "Al Qāʾim"],
                Actors = ["Some group"],
            },
            Measure = measure,
            Window = measure == Measure.Level ? null : Duration.Parse("PT36H"),
            AtLeast = measure switch { Measure.Sequence => 1, Measure.Level => 4, Measure.Surge => 2.5, _ => 3 },
            ClearBelow = measure switch { Measure.Sequence => 1, Measure.Surge => 1.25, _ => 2 },
            ClearAfter = Duration.Parse("PT90M"),
            Cooldown = Duration.Parse("P1W"),
            Lateness = measure == Measure.Quiet ? Duration.Parse("P3D") : Duration.Parse("PT48H"),
            UpdateEvery = Duration.Parse("PT1.5S"),
            Severity = Severity.Severe,
            Baseline = Duration.Parse("P56D"),
            Floor = measure == Measure.Surge ? 0.5 : null,
            RarerThan = 0.05,
            MaxProbability = measure == Measure.Surge ? 0.001 : null,
            MinIncidents = measure == Measure.Surge ? 4 : null,
            Count = measure is Measure.Killed or Measure.Regions ? Counting.Certain : Counting.Stated,
            Steps = measure != Measure.Sequence ? null :
            [
                new Match { Families = [Family.Explosion] }, new Match { Kinds = ["armed-assault"], Towns = ["Mosul"] }, new Match(),
            ],
            SameActor = measure == Measure.Sequence ? true : null,
            SameTown = measure == Measure.Sequence ? false : null,
            MinReports = measure == Measure.Quiet ? 12 : null,
            Version = 3,
            ChangedAt = new DateTimeOffset(2026, 1, 5, 8, 30, 0, TimeSpan.Zero),
            ChangedBy = "ann",
        };
    }
}
