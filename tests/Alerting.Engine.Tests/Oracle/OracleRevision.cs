using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>One revision of an alert as the oracle tells it. Instants are UTC ticks.</summary>
internal sealed record OracleRevision
{
    public required string AlertId { get; init; }

    public required int Revision { get; init; }

    public required AlertChange Change { get; init; }

    public required long At { get; init; }

    public string? Reason { get; init; }

    public required int Version { get; init; }

    public required int RaisedByVersion { get; init; }

    /// <summary>The definition by which the alert was judged.</summary>
    public required Threshold Threshold { get; init; }

    public required double Value { get; init; }

    public double Certain { get; init; }

    public IReadOnlyList<(string Earlier, string Later, DoubtReason Reason)> Doubts { get; init; } = [];

    /// <summary>The value by which the alert was judged.</summary>
    public double Judged => Threshold.Count == Counting.Certain ? Certain : Value;

    public long? From { get; init; }

    public long? To { get; init; }

    /// <summary>Surge only; null also where the ratio counts as 0.</summary>
    public double? Expected { get; init; }

    /// <summary>One spelling of each town, sorted; the 100 hit most recently where there are more.</summary>
    public required IReadOnlyList<string> Towns { get; init; }

    /// <summary>Pairs of region and town, all of them.</summary>
    public required int TownsCount { get; init; }

    /// <summary>All of it, newest first, ties by incident id, then region.</summary>
    public required IReadOnlyList<Incident> Evidence { get; init; }

    /// <summary>Those of them a change of which is told; null: all.</summary>
    public IReadOnlyList<Incident>? Decisive { get; init; }

    public AlertRarity? Rarity { get; init; }

    public long? HeldSince { get; init; }

    public string Story { get => field ?? AlertId; init; }

    public required long RaisedAt { get; init; }

    public Acknowledgement? Acknowledged { get; init; }

    public AlertStatus Status => Change switch
    {
        AlertChange.Cleared => AlertStatus.Cleared,
        AlertChange.Cancelled => AlertStatus.Cancelled,
        _ => AlertStatus.Open,
    };

    /// <summary>The same as section 5 shows it, so that the comparison can be tried on the oracle itself.</summary>
    public Alert ToAlert(RegionCatalog catalog) => new()
    {
        AlertId = AlertId,
        Revision = Revision,
        Change = Change,
        Reason = Reason,
        Status = Status,
        Threshold = new AlertThreshold(Threshold.Id, Version, RaisedByVersion, Threshold.Name),
        Region = Place(catalog[AlertId[..AlertId.IndexOf('.', StringComparison.Ordinal)]]),
        Severity = Threshold.Severity,
        Measure = new AlertMeasure
        {
            Name = Threshold.Measure,
            Value = Value,
            Certain = Certain,
            AtLeast = Threshold.AtLeast,
            Window = Threshold.Window,
            From = Instant(From),
            To = Instant(To),
            Expected = Expected,
            Probability = Expected is { } mean ? OracleComparison.PoissonTail(Evidence.Count, mean) : null,
        },
        Towns = Towns,
        TownsCount = TownsCount,
        EvidenceCount = Evidence.Count,
        Evidence = [.. Evidence.Take(50).Select(Item)],
        Doubts = [.. Doubts.Take(50).Select(d => new Doubt("", d.Earlier, d.Later, null, null, d.Reason))],
        DoubtsCount = Doubts.Count,
        Explanation = ToString(),
        RaisedAt = Instants.FromTicks(RaisedAt),
        UpdatedAt = Instants.FromTicks(At),
        EndedAt = Status == AlertStatus.Open ? null : Instants.FromTicks(At),
        Acknowledged = Acknowledged,
        Rarity = Rarity,
        HeldSince = Instant(HeldSince),
        Story = Story,
    };

    public override string ToString() =>
        $"{Instants.Format(Instants.FromTicks(At))} {AlertId} r{Revision} {Change} v{Version} {Threshold.Measure}={Value}/{Certain} to {(To is { } to ? Instants.Format(Instants.FromTicks(to)) : "-")} [{string.Join(", ", Evidence.Select(i => i.IncidentId))}] {Reason}".TrimEnd();

    private static DateTimeOffset? Instant(long? ticks) => ticks is { } at ? Instants.FromTicks(at) : null;

    private static AlertRegion Place(Region region) => new(region.Code, region.Name, region.Parent);

    private static EvidenceItem Item(Incident incident) => new()
    {
        IncidentId = incident.IncidentId,
        Region = incident.Region,
        Kind = incident.Kind,
        Town = incident.Town,
        OccurredAt = Instants.FromTicks(incident.OccurredAt),
        Killed = incident.Killed,
        Wounded = incident.Wounded,
        GradeFactor = incident.GradeFactor,
        Sources = incident.Sources,
    };
}
