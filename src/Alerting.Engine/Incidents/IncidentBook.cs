using System.Globalization;
using System.Runtime.InteropServices;
using Alerting.Engine.Reports;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>What one step did to one incident.</summary>
/// <param name="Before">What it showed before the step; null when it was not there.</param>
internal readonly record struct IncidentStep(IncidentNode Node, Incident? Before, Place? PlaceBefore)
{
    public Incident? After => Node.View;
}

/// <summary>The reports and incidents of a region and the incidents of the regions below it (specification section 2).</summary>
internal sealed class IncidentBook(string region, EngineOptions options)
{
    private readonly Dictionary<(string Source, string ReportId), StoredReport> _reports = [];
    private readonly Dictionary<string, IncidentNode> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Region, string Id), IncidentNode> _below = [];
    private readonly CorrelationIndex _index = new(options.CorrelationWindow.Ticks);

    public PlaceBook Places { get; } = new();

    public IReadOnlyCollection<StoredReport> Reports => _reports.Values;

    public IReadOnlyCollection<IncidentNode> Own => _own.Values;

    public IReadOnlyCollection<IncidentNode> Below => _below.Values;

    public IncidentNode? FindOwn(string id) => _own.GetValueOrDefault(id);

    /// <summary>
    /// Takes a report or a correction. What it did to incidents is added to <paramref name="steps"/>, one entry an
    /// incident; a duplicate or a rejected one does nothing.
    /// </summary>
    public ReportOutcome Take(Report report, long now, List<IncidentStep> steps)
    {
        var hash = ReportContent.Hash(report);
        var known = _reports.GetValueOrDefault((report.Source, report.ReportId));
        if (known is not null && report.Revision <= known.Revision)
        {
            return report.Revision < known.Revision || known.ContentHash == hash
                ? new ReportOutcome(ReportStatus.Duplicate, known.Incident?.Id, null)
                : new ReportOutcome(ReportStatus.Rejected, known.Incident?.Id, new Fault(
                    FaultTypes.RevisionConflict,
                    string.Create(CultureInfo.InvariantCulture, $"Revision {report.Revision} of this report is known with other content; a correction needs a higher revision."),
                    "$.revision"));
        }

        if (!report.Retracted && CheckInstant(report, now) is { } fault)
        {
            return new ReportOutcome(ReportStatus.Rejected, null, fault);
        }

        if (known is null)
        {
            known = new StoredReport { Source = report.Source, ReportId = report.ReportId };
            _reports.Add((report.Source, report.ReportId), known);
        }

        var former = known.Incident;
        if (former is not null)
        {
            Open(former, steps);
            former.RemoveReport(known);
            known.Incident = null;
        }

        known.Revision = report.Revision;
        known.Retracted = report.Retracted;
        known.ContentHash = hash;
        if (!report.Retracted)
        {
            Fill(known, report, now);
            Correlate(known, former, steps);
        }

        foreach (var step in CollectionsMarshal.AsSpan(steps))
        {
            Close(step.Node);
        }

        return new ReportOutcome(ReportStatus.Accepted, known.Incident?.Id, null);
    }

    /// <summary>Takes what a region below tells of one incident.</summary>
    public void RollUp(IncidentChange change, List<IncidentStep> steps)
    {
        var key = (change.Region, change.IncidentId);
        if (!_below.TryGetValue(key, out var node))
        {
            if (change.Value is null)
            {
                return;
            }

            _below[key] = node = new IncidentNode(change.Region, change.IncidentId);
        }

        if (!node.InStep)
        {
            node.InStep = true;
            steps.Add(new IncidentStep(node, node.View, node.Place));
        }

        node.Show(change.Value, Places);
        if (change.Value is null)
        {
            _below.Remove(key);
        }
    }

    /// <summary>Puts back a report from a snapshot; <see cref="RestoreViews"/> must follow.</summary>
    public void Restore(StoredReport report, IncidentNode? node)
    {
        _reports.Add((report.Source, report.ReportId), report);
        if (node is not null)
        {
            node.AddReport(report);
            report.Incident = node;
        }
    }

    /// <summary>Puts back an own incident; its reports follow.</summary>
    public IncidentNode RestoreOwn(string id, long version)
    {
        var node = new IncidentNode(region, id) { Version = version };
        _own.Add(id, node);
        return node;
    }

    public void RestoreBelow(Incident incident, long version)
    {
        var node = new IncidentNode(incident.Region, incident.IncidentId) { Version = version };
        node.Show(incident, Places);
        _below.Add((incident.Region, incident.IncidentId), node);
    }

    public void RestoreViews()
    {
        foreach (var node in _own.Values)
        {
            node.Refresh(Places);
            _index.Add(node);
        }
    }

    public void Reserve(int reports, int below)
    {
        _reports.EnsureCapacity(reports);
        _own.EnsureCapacity(reports);
        _below.EnsureCapacity(below);
    }

    private Fault? CheckInstant(Report report, long now)
    {
        var at = report.OccurredAt.UtcTicks;
        if (at > now + options.ClockTolerance.Ticks)
        {
            return new Fault(FaultTypes.InTheFuture, $"occurredAt {Instants.Format(report.OccurredAt)} is more than {options.ClockTolerance.TotalMinutes:0} min in the future.", "$.occurredAt");
        }

        return options.Retention is { } retention && at < now - retention.Ticks
            ? new Fault(FaultTypes.TooOld, $"occurredAt {Instants.Format(report.OccurredAt)} is before the retention of {retention.TotalDays:0} days.", "$.occurredAt")
            : null;
    }

    private void Fill(StoredReport stored, Report report, long now)
    {
        stored.Town = report.Town;
        stored.Place = report.Town is not null && report.Precision == Precision.Town ? Places.Get(region, report.Town) : null;
        stored.Location = report.Location;
        stored.Kind = report.Kind;
        stored.Family = report.Family;
        stored.KindWeight = report.KindWeight;
        stored.OccurredAt = Math.Min(report.OccurredAt.UtcTicks, now);
        stored.Killed = report.Killed ?? -1;
        stored.Wounded = report.Wounded ?? -1;
        stored.Grade = report.Grade;
        stored.NamedIncidentId = report.IncidentId;
        stored.Actors = report.Actors;
    }

    private void Correlate(StoredReport report, IncidentNode? former, List<IncidentStep> steps)
    {
        if (report.NamedIncidentId is { } named)
        {
            Join(report, Get(named, steps), JoinReason.Named, 0);
            return;
        }

        ReadOnlySpan<string> actors = report.Actors.Count == 0 ? [] : FoldActors(report.Actors);
        if (former is not null && Fits(former, report, actors, out var difference))
        {
            Join(report, former, report.Reason == JoinReason.Named ? JoinReason.SameTownAndTime : report.Reason, difference);
            return;
        }

        // The former incident is out of the index during the step: it was just found not to fit.
        if (report.Place is not null && _index.Find(report, actors, out difference) is { } candidate)
        {
            Open(candidate, steps);
            Join(report, candidate, JoinReason.SameTownAndTime, difference);
            return;
        }

        Join(report, Get(FreeId(report), steps), JoinReason.Opened, 0);
    }

    private static void Join(StoredReport report, IncidentNode node, JoinReason reason, long difference)
    {
        node.AddReport(report);
        report.Incident = node;
        report.Reason = reason;
        report.Difference = difference;
    }

    private string[] FoldActors(IReadOnlyList<string> actors)
    {
        var keys = new string[actors.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Places.Fold(actors[i]);
        }

        return keys;
    }

    /// <summary>Whether the report would join this incident if it came now; the incident does not hold it at this moment.</summary>
    private bool Fits(IncidentNode node, StoredReport report, ReadOnlySpan<string> actors, out long difference)
    {
        difference = 0;
        if (report.Place is null || node.Reports.Length == 0)
        {
            return false;
        }

        node.Refresh(Places);
        var view = node.View!;
        difference = Math.Abs(view.OccurredAt - report.OccurredAt);
        if (view.Family != report.Family || difference > options.CorrelationWindow.Ticks
            || (actors.Length > 0 && node.ActorKeys.Length > 0 && !actors.ContainsAny(node.ActorKeys)))
        {
            return false;
        }

        var sameTown = false;
        foreach (var other in node.Reports)
        {
            if (other.Source == report.Source)
            {
                return false;
            }

            sameTown |= ReferenceEquals(other.Place, report.Place);
        }

        return sameTown;
    }

    /// <summary>
    /// <c>{source}:{reportId}</c>; where other reports hold an incident of that id which this one does not fit (its
    /// own correction moved it away from them), the revision is appended.
    /// </summary>
    private string FreeId(StoredReport report)
    {
        var id = string.Concat(report.Source, ":", report.ReportId);
        if (!_own.TryGetValue(id, out var holder) || holder.Reports.Length == 0)
        {
            return id;
        }

        for (var number = report.Revision; ; number++)
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{id}:{number}");
            if (!_own.TryGetValue(other, out holder) || holder.Reports.Length == 0)
            {
                return other;
            }
        }
    }

    private IncidentNode Get(string id, List<IncidentStep> steps)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_own, id, out _);
        node ??= new IncidentNode(region, id);
        Open(node, steps);
        return node;
    }

    /// <summary>Notes what an incident shows before the step and takes it out of the index.</summary>
    private void Open(IncidentNode node, List<IncidentStep> steps)
    {
        if (node.InStep)
        {
            return;
        }

        node.InStep = true;
        if (node.View is not null)
        {
            _index.Remove(node);
        }

        steps.Add(new IncidentStep(node, node.View, node.Place));
    }

    private void Close(IncidentNode node)
    {
        node.Refresh(Places);
        if (node.View is null)
        {
            _own.Remove(node.Id);
        }
        else
        {
            _index.Add(node);
        }
    }
}
