using System.Globalization;
using Alerting.Engine.Thresholds;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.TestKit;

/// <summary>
/// Reports of a few regions as they might come in: late ones, second sources, corrections and retractions. Times lie on
/// a coarse grid, so that edges of windows are hit exactly. The same seed gives the same history.
/// </summary>
public static class RandomHistory
{
    public static DateTimeOffset Start { get; } = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Kind, Family Family, double Weight)[] s_kinds =
    [
        ("armed-assault", Family.AttackOnSecurityForces, 2), ("ied", Family.Explosion, 2), ("vehicle-bomb", Family.Explosion, 2.5),
        ("shooting", Family.AttackOnCivilians, 2), ("protest", Family.Unrest, 0.5), ("arrest", Family.Strategic, 0),
    ];

    private static readonly string[] s_towns = ["Ramadi", "Fallujah", "Hit", "Karmah"];
    private static readonly string[] s_grades = ["A1", "B2", "C3", "F6"];

    /// <summary>Thresholds short enough to raise, clear, cool down and raise again within hours.</summary>
    public static IReadOnlyList<Threshold> Thresholds { get; } =
    [
        .. DefaultThresholds.All,
        Sample.Threshold("towns-leaf", Measure.Towns, 2, "PT30M", Depth.Leaf),
        Sample.Threshold(
            "killed-leaf", Measure.Killed, 4, "PT1H", Depth.Leaf) with { Cooldown =
                Duration.Parse("PT1H"), UpdateEvery = Duration.Parse("PT10M") },
        Sample.Threshold(
            "weight-root", Measure.Weight, 9, "PT2H", Depth.Root) with { ClearBelow = 5, UpdateEvery = Duration.Parse("PT0S") },
        Sample.Threshold("sequence-root", Measure.Sequence, 1, "PT2H", Depth.Root) with
        {
            Steps = [new Match { Families = [Family.Explosion] }, new Match { Kinds = ["armed-assault"] }],
            SameActor = false,
            SameTown = true,
        },
        Sample.Threshold("regions-root", Measure.Regions, 2, "PT30M", Depth.Root) with { Lateness = Duration.Parse("PT2H") },
        new()
        {
            Id = "level-leaf", Name = "level-leaf", Scope = new Scope(["*"], Depth.Leaf), Measure = Measure.Level,
            AtLeast = 3, ClearBelow = 2, Severity = Severity.Severe,
        },
    ];

    /// <summary>Each report with the instant at which it comes in, UTC ticks, never decreasing.</summary>
    public static List<(Report Report, long ReceivedAt)> Create(int seed, IReadOnlyList<string> regions, int count)
    {
        var random = new Random(seed);
        var history = new List<(Report Report, long ReceivedAt)>(count);
        var known = new List<Report>();
        var minutes = 0;
        for (var i = 0; i < count; i++)
        {
            minutes += random.Next(12) switch { < 5 => 0, < 9 => 5, < 11 => 15, _ => random.Next(4) == 0 ? 60 * random.Next(60) : 35 };
            var now = Start.AddMinutes(minutes);
            Report report;
            if (known.Count > 0 && random.Next(4) == 0)
            {
                var index = random.Next(known.Count);
                report = known[index] = Corrected(known[index], random);
            }
            else
            {
                report = New(i, regions, now, random);
                known.Add(report);
            }

            history.Add((report, now.UtcTicks));
        }

        return history;
    }

    private static Report New(int number, IReadOnlyList<string> regions, DateTimeOffset now, Random random)
    {
        var (kind, family, weight) = s_kinds[random.Next(s_kinds.Length)];
        var town = random.Next(6) == 0 ? null : s_towns[random.Next(s_towns.Length)];
        _ = Grade.TryParse(s_grades[random.Next(s_grades.Length)], out var grade);
        return new Report
        {
            ReportId = number.ToString(CultureInfo.InvariantCulture),
            Source = "source-" + random.Next(3).ToString(CultureInfo.InvariantCulture),
            Region = regions[random.Next(regions.Count)],
            Town = town,
            Precision = town is null ? Precision.Region : Precision.Town,
            Kind = kind,
            Family = family,
            KindWeight = weight,
            OccurredAt = now.AddMinutes(-5 * (random.Next(3) == 0 ? random.Next(20) : 0)),
            Killed = random.Next(2) == 0 ? random.Next(6) : null,
            Wounded = random.Next(2) == 0 ? random.Next(6) : null,
            Grade = grade,
        };
    }

    private static Report Corrected(Report report, Random random)
    {
        var next = report with { Revision = report.Revision + 1 };
        return random.Next(5) switch
        {
            0 => next with { Retracted = !report.Retracted },
            1 => next with { Town = s_towns[random.Next(s_towns.Length)], Precision = Precision.Town },
            2 => next with { OccurredAt = report.OccurredAt.AddMinutes(-5 * random.Next(8)) },
            _ => next with { Killed = random.Next(9) },
        };
    }
}
