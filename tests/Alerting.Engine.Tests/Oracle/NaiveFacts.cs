using Alerting.Engine.Names;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>All that a region was told: its own reports and the incidents of the regions below. Incidents are worked out anew when asked for.</summary>
internal sealed class NaiveFacts(string region, EngineOptions options)
{
    private readonly Dictionary<(string Source, string ReportId), KnownReport> _reports = [];
    private readonly Dictionary<(string Region, string IncidentId), Incident> _below = [];
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);

    private readonly NaiveDecisions _decisions = new();

    /// <summary>Whether what came last concerns any incident.</summary>
    public bool Touched { get; private set; }

    /// <summary>The region's own and those below, in no particular order.</summary>
    public List<Incident> Incidents() => [.. Members().Select(g => NaiveIncident.Of(region, g.Key, g) with { Apart = [.. _decisions.OthersOf(g.Key)] }), .. _below.Values];

    public ReportOutcome Tell(long now, Report report)
    {
        var key = (report.Source, report.ReportId);
        var known = _reports.GetValueOrDefault(key);
        Touched = !report.Retracted || known?.IncidentId is not null;
        if (known is not null && report.Revision <= known.Report.Revision)
        {
            return report.Revision < known.Report.Revision || KnownReport.SameContent(report, known.Report)
                ? new ReportOutcome(ReportStatus.Duplicate, known.IncidentId, null)
                : Rejected(FaultTypes.RevisionConflict, "This revision is known with other content.");
        }

        var occurredAt = report.OccurredAt.UtcTicks;
        if (!report.Retracted && occurredAt > now + options.ClockTolerance.Ticks)
        {
            return Rejected(FaultTypes.InTheFuture, "The event lies in the future.");
        }

        if (!report.Retracted && options.Retention is { } retention && occurredAt < now - retention.Ticks)
        {
            return Rejected(FaultTypes.TooOld, "The event lies before what is kept.");
        }

        occurredAt = Math.Min(occurredAt, now);
        _reports.Remove(key);
        var (incidentId, byHand) = report.Retracted ? (null, null) : Place(report, occurredAt, known);
        _reports.Add(key, new KnownReport(report, occurredAt, incidentId, byHand));
        return new ReportOutcome(ReportStatus.Accepted, incidentId, null);
    }

    /// <summary>Takes over what a child tells; false when it was told before.</summary>
    public bool RollUp(string child, long sequence, IEnumerable<IncidentChange> changes)
    {
        if (sequence <= _sequences.GetValueOrDefault(child, long.MinValue))
        {
            return false;
        }

        _sequences[child] = sequence;
        Touched = false;
        foreach (var change in changes)
        {
            Touched |= _below.Remove((change.Region, change.IncidentId)) || change.Value is not null;
            if (change.Value is not null)
            {
                _below.Add((change.Region, change.IncidentId), change.Value);
            }
        }

        return true;
    }

    /// <summary>The towns that any fact names.</summary>
    public IEnumerable<(string Region, string Town)> Towns() =>
        _reports.Values.Where(static r => r.IncidentId is not null && r.IsTownPrecise).Select(r => (region, r.Report.Town!))
            .Concat(_below.Values.Where(static i => i.Town is not null).Select(static i => (i.Region, i.Town!)));

    /// <summary>What happened later than an instant happened at it.</summary>
    public void SetBack(long to)
    {
        foreach (var (key, report) in _reports.ToList())
        {
            _reports[key] = report with { OccurredAt = Math.Min(report.OccurredAt, to) };
        }

        foreach (var (key, incident) in _below.ToList())
        {
            _below[key] = incident with
            {
                OccurredAt = Math.Min(incident.OccurredAt, to),
                TownReportedAt = Math.Min(incident.TownReportedAt, to),
            };
        }
    }

    private static ReportOutcome Rejected(string type, string detail) => new(ReportStatus.Rejected, null, new Fault(type, detail));

    private IEnumerable<IGrouping<string, KnownReport>> Members() =>
        _reports.Values.Where(r => r.IncidentId is not null).GroupBy(r => r.IncidentId!, StringComparer.Ordinal);

    /// <summary>One of the reports that are in an incident, by a number of any size; null without any.</summary>
    public (string IncidentId, string Source, string ReportId)? Report(int number) =>
        _reports.Values.Where(static r => r.IncidentId is not null).OrderBy(static r => r.Report.ReportId, StringComparer.Ordinal)
                .ThenBy(static r => r.Report.Source, StringComparer.Ordinal).ToList() is { Count: > 0 } all
            && all[number % all.Count] is var one ? (one.IncidentId!, one.Report.Source, one.Report.ReportId) : null;

    /// <summary>Two incidents are one.</summary>
    public void Join(string id, string other)
    {
        (id, other) = (_decisions.Resolve(id), _decisions.Resolve(other));
        Touched = id != other && Members().Any(m => m.Key == id) && Members().Any(m => m.Key == other);
        if (Touched)
        {
            _decisions.Joined[other] = id;
            Move(r => r.IncidentId == other ? r with { IncidentId = id, ByHand = r.ByHand ?? new HandPlace(other, TakenOut: false) } : r);
        }
    }

    /// <summary>Two incidents are two.</summary>
    public void Part(string id, string other)
    {
        var root = _decisions.Resolve(id);
        Touched = id != other && Members().Any(m => m.Key == root) && Members().Any(m => m.Key == _decisions.Resolve(other));
        if (!Touched)
        {
            return;
        }

        _decisions.Part(id, other);
        Move(r =>
        {
            if (r.IncidentId != root || r.ByHand is not { } hand)
            {
                return r;
            }

            var place = _decisions.Resolve(hand.TakenOut ? _decisions.TakenOut[(r.Report.Source, r.Report.ReportId)].Into : hand.From);
            return place == root ? r : r with { IncidentId = place, ByHand = hand.TakenOut || place != hand.From ? hand : null };
        });
    }

    /// <summary>A report is of an incident of its own.</summary>
    public void TakeOut(string id, string source, string reportId)
    {
        id = _decisions.Resolve(id);
        Touched = _reports.TryGetValue((source, reportId), out var known) && known.IncidentId == id
            && Members().Single(m => m.Key == id).Count() > 1;
        if (!Touched)
        {
            return;
        }

        var own = $"{source}:{reportId}";
        var free = own;
        for (var number = 2; Members().Any(m => m.Key == free) || _decisions.Mentions(free); number++)
        {
            free = $"{own}:{number}";
        }

        _decisions.TakenOut[(source, reportId)] = (id, free);
        _decisions.Part(id, free);
        _reports[(source, reportId)] = known! with { IncidentId = free, ByHand = new HandPlace(id, TakenOut: true) };
    }

    private void Move(Func<KnownReport, KnownReport> move)
    {
        foreach (var (key, report) in _reports.ToList())
        {
            _reports[key] = move(report);
        }
    }

    private (string IncidentId, HandPlace? ByHand) Place(Report report, long occurredAt, KnownReport? known)
    {
        if (_decisions.TakenOut.TryGetValue((report.Source, report.ReportId), out var taken)
            && (report.IncidentId is null || _decisions.Resolve(report.IncidentId) == _decisions.Resolve(taken.OutOf)))
        {
            return (_decisions.Resolve(taken.Into), new HandPlace(taken.OutOf, TakenOut: true));
        }

        if (report.IncidentId is null && known?.ByHand is { TakenOut: false } hand && _decisions.Resolve(hand.From) != hand.From)
        {
            return (_decisions.Resolve(hand.From), hand);
        }

        var id = report.IncidentId ?? Correlate(report, occurredAt, known?.IncidentId);
        var resolved = _decisions.Resolve(id);
        return (resolved, resolved == id ? null : new HandPlace(id, TakenOut: false));
    }

    private string Correlate(Report report, long occurredAt, string? previous)
    {
        var incidents = Members().ToList();
        var candidates = incidents.Where(i => Fits(report, occurredAt, i)).ToList();
        if (candidates.Exists(i => i.Key == previous))
        {
            return previous!;
        }

        if (candidates.Count > 0)
        {
            return candidates
                .OrderBy(i => Math.Abs(i.Min(r => r.OccurredAt) - occurredAt))
                .ThenBy(i => i.Key, StringComparer.Ordinal)
                .First().Key;
        }

        var own = $"{report.Source}:{report.ReportId}";
        var free = own;
        for (var number = 2; incidents.Exists(i => i.Key == free); number++)
        {
            free = $"{own}:{number}";
        }

        return free;
    }

    private bool Fits(Report report, long occurredAt, IGrouping<string, KnownReport> members)
    {
        if (!KnownReport.IsPrecise(report))
        {
            return false;
        }

        var incident = NaiveIncident.Of(region, members.Key, members);
        return members.Any(m => m.IsTownPrecise && NaivePlaces.Current.TownOf(region, m.Report.Town!) == NaivePlaces.Current.TownOf(region, report.Town!))
            && incident.Family == report.Family
            && Math.Abs(incident.OccurredAt - occurredAt) <= options.CorrelationWindow.Ticks
            && members.All(m => m.Report.Source != report.Source)
            && (report.Actors.Count == 0 || incident.Actors.Count == 0
                || report.Actors.Select(NameFolding.Fold).Intersect(incident.Actors.Select(NameFolding.Fold)).Any());
    }
}
