using Alerting.Alerts;
using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>Writes the revisions of alerts.</summary>
internal sealed class AlertWriter(Region region, RegionCatalog catalog)
{
    private readonly AlertRegion _region = new(region.Code, region.Name, region.Parent);

    private readonly LocalTime? _local = LocalTime.Of(region.Code, catalog);

    /// <summary>Whether sentences state times as the clocks of the region show them, too.</summary>
    public bool StatesLocalTime { get; set; } = true;

    /// <summary>The id of the how-many-th alert of a threshold in this region.</summary>
    public string IdOf(Threshold threshold, int ordinal) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{region.Code}.{threshold.Id}.{ordinal}");

    public Alert Raise(Threshold threshold, int version, string alertId, string story, AlertFacts facts, long now)
    {
        var towns = TownsOf(facts.Evidence);
        return new()
        {
            AlertId = alertId,
            Story = story,
            Revision = 1,
            Change = AlertChange.Raised,
            Status = AlertStatus.Open,
            Threshold = new AlertThreshold(threshold.Id, version, version, threshold.Name),
            Region = _region,
            Severity = threshold.Severity,
            Measure = MeasureOf(threshold, facts),
            Towns = towns.Names(),
            TownsCount = towns.Count,
            EvidenceCount = facts.Evidence.Count,
            Evidence = Inline(facts.Evidence),
            Doubts = facts.Doubts is { } doubts ? DoubtWriter.List(doubts) : [],
            DoubtsCount = facts.Doubts?.Pairs.Count ?? 0,
            Explanation = Explanation.Of(AlertChange.Raised, threshold, region, catalog, facts, null, Words(now)),
            RaisedAt = Instants.FromTicks(now),
            UpdatedAt = Instants.FromTicks(now),
            Rarity = facts.Rarity,
            QuietSources = QuietOf(facts),
            QuietSourcesCount = facts.Quiet?.Count,
            HeldSince = facts.HeldSince is { } held ? Instants.FromTicks(held) : null,
        };
    }

    /// <summary>The next revision, with the facts as they stand.</summary>
    public Alert Next(Alert last, AlertChange change, Threshold threshold, int version, AlertFacts facts, string? reason, long now)
    {
        var towns = TownsOf(facts.Evidence);
        return last with
        {
            Revision = last.Revision + 1,
            Change = change,
            Reason = reason,
            By = null,
            At = null,
            Comment = null,
            Status = change switch
            {
                AlertChange.Cleared => AlertStatus.Cleared,
                AlertChange.Cancelled => AlertStatus.Cancelled,
                _ => AlertStatus.Open,
            },
            Threshold = last.Threshold with { Version = version, Name = threshold.Name },
            Severity = threshold.Severity,
            Measure = MeasureOf(threshold, facts),
            Towns = towns.Names(),
            TownsCount = towns.Count,
            EvidenceCount = facts.Evidence.Count,
            Evidence = Inline(facts.Evidence),
            Doubts = facts.Doubts is { } doubts ? DoubtWriter.List(doubts) : [],
            DoubtsCount = facts.Doubts?.Pairs.Count ?? 0,
            Explanation = Explanation.Of(change, threshold, region, catalog, facts, reason, Words(now)),
            UpdatedAt = Instants.FromTicks(now),
            EndedAt = change is AlertChange.Cleared or AlertChange.Cancelled ? Instants.FromTicks(now) : null,
            Rarity = facts.Rarity ?? last.Rarity,
            QuietSources = QuietOf(facts),
            QuietSourcesCount = facts.Quiet?.Count,
        };
    }

    /// <summary>The revision that somebody at a desk makes: the facts stay those of the last one. Null when it is no news.</summary>
    /// <param name="last">The last revision, of an alert that may have ended.</param>
    /// <param name="act">What they do.</param>
    /// <param name="by">Name of who does it.</param>
    /// <param name="judged">The measure that was judged, as published last; null where it is not told.</param>
    /// <param name="now">UTC ticks.</param>
    public static Alert? Next(Alert last, AlertAct act, string by, double? judged, long now)
    {
        var at = Instants.FromTicks(now);
        var next = last with
        {
            Revision = last.Revision + 1,
            Reason = null,
            By = by,
            At = at,
            Comment = null,
            UpdatedAt = at,
        };
        return act switch
        {
            AcknowledgeAct acknowledge when last.Acknowledged is { } known && (known.By, known.Note) == (by, acknowledge.Note) => null,
            AcknowledgeAct acknowledge => next with
            {
                Change = AlertChange.Acknowledged,
                Acknowledged = new Acknowledgement(at, by, acknowledge.Note, judged),
            },
            UnacknowledgeAct when last.Acknowledged is null => null,
            UnacknowledgeAct => next with { Change = AlertChange.Unacknowledged, Acknowledged = null },
            AssignAct assign when (last.Assignee?.To, last.Assignee?.Note) == (assign.To, assign.Note) => null,
            AssignAct assign => next with
            {
                Change = AlertChange.Assigned,
                Assignee = assign.To is null ? null : new Assignment(assign.To, by, at, assign.Note),
            },
            CommentAct comment => next with { Change = AlertChange.Commented, Comment = comment.Text },
            ReviewAct review when last.Disposition is { } known && (known.Value, known.Note) == (review.Value, review.Note) => null,
            ReviewAct review => next with
            {
                Change = AlertChange.Reviewed,
                Disposition = new Disposition(review.Value, by, at, review.Note),
            },
            _ => throw new ArgumentException($"Unknown act {act.GetType().Name}.", nameof(act)),
        };
    }

    private InstantWords Words(long now) => new(now, StatesLocalTime ? _local : null);

    private static AlertMeasure MeasureOf(Threshold threshold, AlertFacts facts)
    {
        var windowed = threshold.Window is not null && facts.Peak is not null && facts.Quiet is null;
        return new AlertMeasure
        {
            Name = threshold.Measure,
            Value = facts.Stated,
            Certain = facts.Certain,
            Count = threshold.Count ?? Counting.Stated,
            AtLeast = threshold.AtLeast,
            Window = threshold.Window,
            From = windowed ? Instants.FromTicks(Math.Max(facts.Peak!.Value.End - threshold.Window!.Value.Ticks, 0)) : null,
            To = windowed ? Instants.FromTicks(facts.Peak!.Value.End) : null,
            Expected = facts.Expected,
            Probability = facts.Probability,
        };
    }

    private static IReadOnlyList<QuietSource>? QuietOf(AlertFacts facts) =>
        facts.Quiet is { Count: > Alert.MaxQuietSources } many ? [.. many.Take(Alert.MaxQuietSources)] : facts.Quiet;

    private static List<EvidenceItem> Inline(IReadOnlyList<IncidentNode> evidence)
    {
        var items = new List<EvidenceItem>(Math.Min(evidence.Count, Alert.MaxEvidence));
        foreach (var node in evidence.Take(Alert.MaxEvidence))
        {
            var view = node.View!;
            items.Add(new EvidenceItem
            {
                IncidentId = view.IncidentId,
                Region = view.Region,
                Kind = view.Kind,
                Town = view.Town,
                OccurredAt = Instants.FromTicks(view.OccurredAt),
                Killed = view.Killed,
                Wounded = view.Wounded,
                GradeFactor = view.GradeFactor,
                Sources = view.Sources.Count <= EvidenceItem.MaxSources ? view.Sources : [.. view.Sources.Take(EvidenceItem.MaxSources)],
                SourcesCount = view.SourceCount,
                Location = view.Location,
                Summary = view.Summary,
                Url = view.Url,
            });
        }

        return items;
    }

    private static RecentTowns TownsOf(IReadOnlyList<IncidentNode> evidence)
    {
        var towns = new RecentTowns(Alert.MaxTowns, best: true);
        foreach (var node in evidence)
        {
            towns.Add(node);
        }

        return towns;
    }
}
