using System.Text.Json;
using Alerting.Engine.Thresholds;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.TestKit;

/// <summary>The founding scenario (Anbar, January 2014) as accepted reports, and the default thresholds.</summary>
public static class FoundingScenario
{
    private static readonly Family[] s_attacks = [Family.Battle, Family.Explosion, Family.AttackOnSecurityForces, Family.AttackOnCivilians];

    public static IReadOnlyList<Report> Reports { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "anbar-2014-01.ndjson")).Where(l => l.Length > 0).Select(Parse)];

    public static IReadOnlyList<Threshold> DefaultThresholds { get; } =
    [
        new()
        {
            Id = "simultaneous-assaults", Name = "Simultaneous assaults", Scope = new(["*"], Depth.Leaf),
            Match = new() { Families = s_attacks }, Measure = Measure.Towns, Window = Duration.Parse("PT2H"), AtLeast = 3,
            ClearBelow = 2, Cooldown = Duration.Parse("PT12H"), Severity = Severity.Critical, Count = Counting.Certain
        },
        new()
        {
            Id = "mass-casualty", Name = "Mass casualty", Scope = new(["*"], Depth.Leaf), Measure = Measure.Killed,
            Window = Duration.Parse("PT24H"), AtLeast = 10, ClearBelow = 10, Cooldown = Duration.Parse("PT24H"), RarerThan = 0.05,
            Severity = Severity.Severe
        },
        new()
        {
            Id = "several-regions", Name = "Several regions", Scope = new(["*"], Depth.Root),
            Match = new() { Families = s_attacks }, Measure = Measure.Regions, Window = Duration.Parse("PT48H"), AtLeast = 4,
            ClearBelow = 3, Cooldown = Duration.Parse("P2D"), UpdateEvery = Duration.Parse("PT1H"), RarerThan = 0.1,
            Severity = Severity.Severe, Count = Counting.Certain
        },
        new()
        {
            Id = "surge", Name = "Surge", Scope = new(["*"], Depth.Leaf), Match = new() { Families = s_attacks },
            Measure = Measure.Surge, Window = Duration.Parse("P7D"), AtLeast = 2, ClearBelow = 2,
            Cooldown = Duration.Parse("P3D"), MaxProbability = 0.05, MinIncidents = 3, Severity = Severity.Warning
        },
        new()
        {
            Id = "level-severe", Name = "Level severe", Scope = new(["*"], Depth.Leaf), Measure = Measure.Level, AtLeast = 4,
            ClearBelow = 4, Cooldown = Duration.Parse("P2D"), UpdateEvery = Duration.Parse("PT6H"), RarerThan = 0.1,
            Severity = Severity.Warning
        },
    ];

    private static Report Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
        int? Number(string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : null;
        var kind = Text("kind")!;
        var (family, weight) = KindOf(kind);
        _ = Grade.TryParse(Text("grade"), out var grade);
        return new Report
        {
            ReportId = Text("reportId")!,
            Revision = Number("revision") ?? 1,
            Retracted = root.TryGetProperty("retracted", out var retracted) && retracted.GetBoolean(),
            Source = Text("source")!,
            Region = Text("region")!,
            Town = Text("town"),
            Precision = Text("precision") == "region" || Text("town") is null ? Precision.Region : Precision.Town,
            Location = root.TryGetProperty("location", out var location)
                ? new Location(location.GetProperty("lat").GetDouble(), location.GetProperty("lon").GetDouble())
                : null,
            Kind = kind,
            Family = family,
            KindWeight = weight,
            OccurredAt = root.GetProperty("occurredAt").GetDateTimeOffset(),
            Killed = Number("killed"),
            Wounded = Number("wounded"),
            Grade = grade,
            Actors = root.TryGetProperty("actors", out var actors) ? [.. actors.EnumerateArray().Select(a => a.GetString()!)] : [],
            Summary = Text("summary"),
        };
    }

    private static (Family Family, double Weight) KindOf(string kind) => kind switch
    {
        "vehicle-bomb" => (Family.Explosion, 2.5),
        "ied" or "missile-strike" => (Family.Explosion, 2),
        "armed-assault" or "police-station-seized" or "prison-break" => (Family.AttackOnSecurityForces, 2),
        "arrest" => (Family.Strategic, 0),
        _ => throw new ArgumentException($"The founding scenario knows no '{kind}'.", nameof(kind)),
    };
}
