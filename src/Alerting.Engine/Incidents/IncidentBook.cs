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
    /// <summary>Whether it shows anything after the step.</summary>
    public bool IsShown => Node.IsShown;
}

/// <summary>The reports and incidents of a region and the incidents of the regions below it (specification section 2).</summary>
internal sealed class IncidentBook(string region, EngineOptions options)
{
    private readonly HashSet<StoredReport> _reports = new(ReportKeyComparer.Instance);
    private readonly HashSet<IncidentNode> _own = new(IncidentIdComparer.Instance);
    private readonly HashSet<IncidentNode> _below = new(IncidentKeyComparer.Instance);
    private readonly CorrelationIndex _index = new(options.CorrelationWindow.Ticks);
    private readonly SourceBook _sources = new();
    private List<IncidentNode> _restored = [];
    private List<StoredReport> _restoredApart = [];

    public PlaceBook Places { get; } = new();

    public IReadOnlyCollection<StoredReport> Reports
    {
        get
        {
            Index();
            return _reports;
        }
    }

    public IReadOnlyCollection<IncidentNode> Own
    {
        get
        {
            Index();
            return _own;
        }
    }

    public IReadOnlyCollection<IncidentNode> Below
    {
        get
        {
            Index();
            return _below;
        }
    }

    /// <summary>
    /// Takes a report or a correction. What it did to incidents is added to <paramref name="steps"/>, one entry an
    /// incident; a duplicate or a rejected one does nothing.
    /// </summary>
    public ReportOutcome Take(Report report, long now, List<IncidentStep> steps)
    {
        Index();
        var hash = ReportContent.Hash(report);
        _reports.GetAlternateLookup<ReportKey>().TryGetValue(new ReportKey(report.Source, report.ReportId), out var known);
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
            known = new StoredReport { From = _sources.Get(report.Source), ReportId = report.ReportId };
            _reports.Add(known);
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
            Correlate(known, report.IncidentId, former, steps);
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
        Index();
        if (!_below.GetAlternateLookup<IncidentKey>().TryGetValue(new IncidentKey(change.Region, change.IncidentId), out var node))
        {
            if (change.Value is null)
            {
                return;
            }

            node = new IncidentNode(change.Region, change.IncidentId);
            _below.Add(node);
        }

        if (!node.InStep)
        {
            node.InStep = true;
            steps.Add(new IncidentStep(node, node.View, node.Place));
        }

        node.Show(change.Value, Places);
        if (change.Value is null)
        {
            _below.Remove(node);
        }
    }

    /// <summary>Puts back, from a snapshot, a report that is in no incident.</summary>
    public void Restore(StoredReport report) => _restoredApart.Add(report);

    public ReportSource Source(string name) => _sources.Get(name);

    /// <summary>Puts back an incident with its reports.</summary>
    public void Restore(IncidentNode node)
    {
        node.Refresh(Places);
        _restored.Add(node);
    }

    /// <summary>Puts back an incident of a region below.</summary>
    public IncidentNode Restore(Incident incident, long version)
    {
        var node = new IncidentNode(incident.Region, incident.IncidentId) { Version = version };
        node.Show(incident, Places);
        _restored.Add(node);
        return node;
    }

    /// <summary>Makes room for what a snapshot holds.</summary>
    public void Reserve(int incidents) => _restored.EnsureCapacity(incidents);

    /// <summary>
    /// Enters what was put back where it is found by its key. Done when the first fact comes and not before: most of
    /// what a region is asked after a restart needs no keys, and a long history has many.
    /// </summary>
    private void Index()
    {
        if (_restored.Count == 0 && _restoredApart.Count == 0)
        {
            return;
        }

        var own = _restored.Count(static n => n.Reports.Length > 0);
        _reports.EnsureCapacity(own + _restoredApart.Count);
        _own.EnsureCapacity(own);
        _below.EnsureCapacity(_restored.Count - own);
        foreach (var node in _restored)
        {
            if (node.Reports.Length == 0)
            {
                _below.Add(node);
                continue;
            }

            foreach (var report in node.Reports)
            {
                _reports.Add(report);
            }

            _own.Add(node);
            _index.Add(node);
        }

        foreach (var report in _restoredApart)
        {
            _reports.Add(report);
        }

        _restored = [];
        _restoredApart = [];
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
        stored.Actors = report.Actors;
    }

    private void Correlate(StoredReport report, string? named, IncidentNode? former, List<IncidentStep> steps)
    {
        if (named is not null)
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
        difference = Math.Abs(node.OccurredAt - report.OccurredAt);
        if (node.Family != report.Family || difference > options.CorrelationWindow.Ticks
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
        var id = IncidentNode.DerivedId(report.Source, report.ReportId);
        var own = _own.GetAlternateLookup<string>();
        if (!own.TryGetValue(id, out var holder) || holder.Reports.Length == 0)
        {
            return id;
        }

        for (var number = report.Revision; ; number++)
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{id}:{number}");
            if (!own.TryGetValue(other, out holder) || holder.Reports.Length == 0)
            {
                return other;
            }
        }
    }

    private IncidentNode Get(string id, List<IncidentStep> steps)
    {
        if (!_own.GetAlternateLookup<string>().TryGetValue(id, out var node))
        {
            node = new IncidentNode(region, id);
            _own.Add(node);
        }

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
        var view = node.View;
        if (view is not null)
        {
            _index.Remove(node);
        }

        steps.Add(new IncidentStep(node, view, node.Place));
    }

    private void Close(IncidentNode node)
    {
        node.Refresh(Places);
        if (node.IsShown)
        {
            _index.Add(node);
        }
        else
        {
            _own.Remove(node);
        }
    }
}
