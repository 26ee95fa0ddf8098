using System.Globalization;
using System.Runtime.InteropServices;
using Alerting.Engine.Reports;
using Alerting.Incidents;
using Alerting.Regions;
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
internal sealed partial class IncidentBook(string region, EngineOptions options)
{
    private readonly RowIndex _reports = new();
    private readonly CorrelationIndex _correlation = new(options.CorrelationWindow.Ticks);

    /// <summary>The region's own incidents whose id is not derived; those with a derived one are found by their report.</summary>
    private readonly RowIndex _own = new();
    private readonly RowIndex _below = new();
    private readonly SourceBook _sources = new();
    private readonly KindBook _kinds = new();

    public IncidentTable Table { get; } = new();

    public PlaceBook Places { get; } = new();

    /// <inheritdoc cref="CorrelationIndex.MaxGroupedPlaces"/>
    public int MaxGroupedPlaces
    {
        set => _correlation.MaxGroupedPlaces = value;
    }

    /// <summary>Number of reports known, retracted ones and those put away included.</summary>
    public int ReportCount => Table.Reports.Count + ColdReports.Count;

    /// <summary>The region's own incidents.</summary>
    public IEnumerable<IncidentNode> Own
    {
        get
        {
            for (var row = 0; row < Table.Incidents.End; row++)
            {
                if (Table.Incidents[row].FirstReport >= 0 && Table.Incidents[row].Region is not null)
                {
                    yield return Table.Node(row);
                }
            }
        }
    }

    /// <summary>
    /// Takes a report or a correction. What it did to incidents is added to <paramref name="steps"/>, one entry an
    /// incident; a duplicate or a rejected one does nothing.
    /// </summary>
    public ReportOutcome Take(Report report, IdSuffix suffix, long now, List<IncidentStep> steps)
    {
        Index();
        GaveSuffix = false;
        var contentHash = ReportContent.Hash(report);
        var source = _sources.Get(report.Source);
        var hash = FactKeys.Hash(source, report.ReportId);
        var known = _reports.Find(hash, new ReportMatch(Table, source, report.ReportId));
        if (known >= 0 && report.Revision <= Table.Reports[known].Revision)
        {
            ref var same = ref Table.Reports[known];
            return Known(report, report.Revision < same.Revision || same.ContentHash == contentHash, IncidentIdOf(ref same));
        }

        var coldKey = UInt128.Zero;
        if (known < 0 && ColdReports.Count > 0
            && ColdReports.TryGet(coldKey = Cold.ColdReports.KeyOf(report.Source, report.ReportId), out var cold)
            && KnownCold(report, contentHash, cold) is { } outcome)
        {
            return outcome;
        }

        if (Refuse(report, now) is { } fault)
        {
            return new ReportOutcome(ReportStatus.Rejected, null, fault);
        }

        var former = -1;
        if (known < 0)
        {
            known = Table.Reports.Add();
            ref var added = ref Table.Reports[known];
            added.From = source;
            added.ReportId = report.ReportId;
            added.Incident = added.Next = -1;
            _reports.Add(hash, known);
            if (ColdReports.Count > 0)
            {
                ColdReports.Remove(coldKey);
            }
        }
        else if (Table.Reports[known].Incident is >= 0 and var held)
        {
            former = held;
            Open(former, steps);
            MakeIdExplicit(former);
            Table.Members.Remove(former, known);
            if (Table.Incidents[former].FirstReport < 0)
            {
                _suffixes.NoteFree(Table.Incidents[former].Id);
            }
        }

        ref var stored = ref Table.Reports[known];
        var reason = stored.Reason;
        stored.Revision = report.Revision;
        stored.Retracted = report.Retracted;
        stored.ContentHash = contentHash;
        if (!report.Retracted)
        {
            Fill(ref stored, report, now);
            Correlate(known, reason, report.IncidentId, suffix, former, steps);
        }

        foreach (ref readonly var step in CollectionsMarshal.AsSpan(steps))
        {
            Close(step.Node.Row);
        }

        return new ReportOutcome(ReportStatus.Accepted, IncidentIdOf(ref Table.Reports[known]), null);
    }

    /// <summary>Takes what a region below tells of one incident.</summary>
    public void RollUp(IncidentChange change, List<IncidentStep> steps)
    {
        Index();
        var hash = FactKeys.Hash(change.Region, change.IncidentId);
        var row = _below.Find(hash, new BelowMatch(Table, change.Region, change.IncidentId));
        if (row < 0)
        {
            if (change.Value is null)
            {
                return;
            }

            row = Table.AddIncident(change.Region, change.IncidentId);
            _below.Add(hash, row);
        }

        var node = Table.Node(row);
        if (!node.InStep)
        {
            node.InStep = true;
            steps.Add(new IncidentStep(node, node.View, node.Place));
        }

        Show(row, change.Value);
        if (change.Value is null)
        {
            _below.Remove(hash, row);
        }
    }

    /// <summary>The step is over: gives back the rows of incidents that are gone.</summary>
    public void Release(IncidentNode node)
    {
        if (!node.IsShown)
        {
            Table.Incidents.Remove(node.Row);
        }
    }

    private static ReportOutcome Known(Report report, bool isDuplicate, string? incidentId) =>
        isDuplicate
            ? new ReportOutcome(ReportStatus.Duplicate, incidentId, null)
            : new ReportOutcome(ReportStatus.Rejected, incidentId, new Fault(
                FaultTypes.RevisionConflict,
                string.Create(CultureInfo.InvariantCulture, $"Revision {report.Revision} of this report is known with other content; a correction needs a higher revision."),
                "$.revision"));

    private string? IncidentIdOf(ref ReportRow report) => report.Incident < 0 ? null : Table.IdOf(report.Incident);

    private void Show(int row, Incident? value)
    {
        if (value is null)
        {
            Table.Show(row, null, null, null, [], []);
            return;
        }

        Table.Show(
            row,
            value,
            _kinds.Get(value.Kind, value.Family, value.KindWeight),
            value.Town is { } town ? Places.Get(value.Region, town) : null,
            value.Sources.Count == 1 ? _sources.Get(value.Sources[0]).Alone : value.Sources,
            value.Actors.Count == 0 ? [] : [.. new SortedSet<string>(value.Actors.Select(Places.Fold), StringComparer.Ordinal)]);
    }

    /// <summary>Why a report cannot be taken at this instant; null when it can.</summary>
    public Fault? Refuse(Report report, long now)
    {
        if (report.Retracted)
        {
            return null;
        }

        var at = report.OccurredAt.UtcTicks;
        if (at > now + options.ClockTolerance.Ticks)
        {
            return new Fault(FaultTypes.InTheFuture, $"occurredAt {Instants.Format(report.OccurredAt)} is more than {options.ClockTolerance.TotalMinutes:0} min in the future.", "$.occurredAt");
        }

        return options.Retention is { } retention && at < now - retention.Ticks
            ? new Fault(FaultTypes.TooOld, $"occurredAt {Instants.Format(report.OccurredAt)} is before the retention of {retention.TotalDays:0} days.", "$.occurredAt")
            : null;
    }

    private void Fill(ref ReportRow stored, Report report, long now)
    {
        stored.Town = report.Town;
        stored.Place = report.Town is not null && report.Precision == Precision.Town ? Places.Get(region, report.Town) : null;
        stored.Kind = _kinds.Get(report.Kind, report.Family, report.KindWeight);
        stored.OccurredAt = Math.Min(report.OccurredAt.UtcTicks, now);
        stored.Killed = report.Killed ?? -1;
        stored.Wounded = report.Wounded ?? -1;
        stored.Grade = report.Grade;
        stored.Rare = report.Location is null && report.Actors.Count == 0
            ? null
            : new ReportRow.Rarities(report.Location, report.Actors, [.. report.Actors.Select(Places.Fold)], 0);
    }

    private void Correlate(int report, JoinReason before, string? named, IdSuffix suffix, int former, List<IncidentStep> steps)
    {
        if (named is not null)
        {
            Join(report, Get(named, steps), JoinReason.Named, 0);
            return;
        }

        if (former >= 0 && Fits(former, report, out var difference))
        {
            Join(report, former, before == JoinReason.Named ? JoinReason.SameTownAndTime : before, difference);
            return;
        }

        // The former incident was just found not to fit.
        ref var stored = ref Table.Reports[report];
        if (stored.Place is not null && _correlation.Find(Table, stored, former, out difference) is >= 0 and var candidate)
        {
            Open(candidate, steps);
            MakeIdExplicit(candidate);
            Join(report, candidate, JoinReason.SameTownAndTime, difference);
            return;
        }

        if (FreeId(report, suffix) is { } id)
        {
            GaveSuffix = true;
            Join(report, Get(id, steps), JoinReason.Opened, 0);
            return;
        }

        var row = Table.AddIncident(region, null);
        Table.Incidents[row].InStep = true;
        steps.Add(new IncidentStep(Table.Node(row), null, null));
        Join(report, row, JoinReason.Opened, 0);
    }

    private void Join(int report, int row, JoinReason reason, long difference)
    {
        Table.Members.Add(row, report);
        ref var stored = ref Table.Reports[report];
        stored.Reason = reason;
        if (difference != stored.Difference)
        {
            stored.Rare = (stored.Rare ?? new ReportRow.Rarities(null, [], [], 0)) with { Difference = difference };
        }
    }

    /// <summary>Whether the report would join this incident if it came now; the incident does not hold it at this moment.</summary>
    private bool Fits(int row, int report, out long difference)
    {
        difference = 0;
        ref var stored = ref Table.Reports[report];
        if (stored.Place is null || Table.Incidents[row].FirstReport < 0)
        {
            return false;
        }

        Table.Refresh(row);
        var node = Table.Node(row);
        var actors = stored.Rare?.ActorKeys ?? [];
        difference = Math.Abs(node.OccurredAt - stored.OccurredAt);
        if (node.Family != stored.Kind!.Family || difference > options.CorrelationWindow.Ticks
            || (actors.Length > 0 && node.ActorKeys.Length > 0 && !actors.AsSpan().ContainsAny(node.ActorKeys))
            || Table.Members.HasSource(row, stored.From))
        {
            return false;
        }

        return Table.Members.HasPlace(row, stored.Place);
    }

    private int Get(string id, List<IncidentStep> steps)
    {
        var row = Find(id);
        if (row < 0)
        {
            row = Table.AddIncident(region, id);
            _own.Add(FactKeys.Hash(id), row);
        }

        Open(row, steps);
        MakeIdExplicit(row);
        return row;
    }

    /// <summary>The id must outlive the report that it is derived from.</summary>
    private void MakeIdExplicit(int row)
    {
        if (Table.Incidents[row].Id is null)
        {
            var id = Table.IdOf(row);
            Table.Incidents[row].Id = id;
            _own.Add(FactKeys.Hash(id), row);
        }
    }

    /// <summary>Notes what an incident shows before the step and takes it out of the correlation.</summary>
    private void Open(int row, List<IncidentStep> steps)
    {
        var node = Table.Node(row);
        if (node.InStep)
        {
            return;
        }

        node.InStep = true;
        var view = node.View;
        if (view is not null)
        {
            _correlation.Leave(Table, row);
        }

        steps.Add(new IncidentStep(node, view, node.Place));
    }

    private void Close(int row)
    {
        Table.Refresh(row);
        _correlation.Enter(Table, row);
        if (Table.Incidents[row].FirstReport < 0)
        {
            _own.Remove(FactKeys.Hash(Table.Incidents[row].Id!), row);
        }
    }
}
