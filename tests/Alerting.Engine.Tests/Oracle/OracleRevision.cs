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

    /// <summary>The sources that are quiet, by name; null for other measures.</summary>
    public IReadOnlyList<QuietSource>? Quiet { get; init; }

    public long? HeldSince { get; init; }

    public string Story { get => field ?? AlertId; init; }

    public required long RaisedAt { get; init; }

    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>The judged measure that was acknowledged; null where it is not known, or another thing is judged since.</summary>
    public double? AcknowledgedValue { get; init; }

    /// <summary>Of what somebody at a desk did.</summary>
    public string? By { get; init; }

    public string? Comment { get; init; }

    public Assignment? Assignee { get; init; }

    public Disposition? Disposition { get; init; }

    /// <summary>The last revision that the next update must keep its distance from.</summary>
    public long PacedAt { get => field == 0 ? At : field; init; }

    public (AlertStatus Status, long At)? Ended { get; init; }

    public AlertStatus Status => Ended?.Status ?? AlertStatus.Open;

    /// <summary>The next one, by somebody at a desk, who changes no facts; null when it is no news.</summary>
    public OracleRevision? ActedOn(AlertAct act, string by, long now)
    {
        var at = Instants.FromTicks(now);
        var next = this with { Revision = Revision + 1, At = now, PacedAt = PacedAt, Reason = null, By = by, Comment = null };
        switch (act)
        {
            case AcknowledgeAct { Note: var note }:
                return Acknowledged?.By == by && Acknowledged.Note == note ? null : next with
                {
                    Change = AlertChange.Acknowledged,
                    PacedAt = now,
                    Acknowledged = new Acknowledgement(at, by, note),
                    AcknowledgedValue = Judged,
                };
            case UnacknowledgeAct:
                return Acknowledged is null ? null : next with { Change = AlertChange.Unacknowledged, Acknowledged = null, AcknowledgedValue = null };
            case AssignAct { To: var to, Note: var note }:
                return Assignee?.To == to && Assignee?.Note == note ? null : next with
                {
                    Change = AlertChange.Assigned,
                    Assignee = to is null ? null : new Assignment(to, by, at, note),
                };
            case CommentAct { Text: var text }:
                return next with { Change = AlertChange.Commented, Comment = text };
            case ReviewAct { Value: var value, Note: var note }:
                return Disposition is { } known && (known.Value, known.Note) == (value, note) ? null : next with
                {
                    Change = AlertChange.Reviewed,
                    Disposition = new Disposition(value, by, at, note),
                };
            default:
                throw new ArgumentException("What is that?", nameof(act));
        }
    }

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
        EndedAt = Instant(Ended?.At),
        Acknowledged = Acknowledged is { } acknowledged ? acknowledged with { Value = AcknowledgedValue } : null,
        By = By,
        At = By is null ? null : Instants.FromTicks(At),
        Comment = Comment,
        Assignee = Assignee,
        Disposition = Disposition,
        Rarity = Rarity,
        QuietSources = Quiet,
        QuietSourcesCount = Quiet?.Count,
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
