namespace Alerting.Engine.Incidents;

/// <summary>
/// The reports of each incident, in the order of their rank. A few are a chain in which each row refers to the next;
/// more than <see cref="MaxChained"/> are held by <see cref="ManyReports"/>.
/// </summary>
internal sealed class IncidentReports(RowList<ReportRow> reports, RowList<IncidentRow> incidents)
{
    private const int UsualMaxChained = 16;

    /// <summary>An incident of more reports than this has its own <see cref="ManyReports"/>; 1 or more.</summary>
    public int MaxChained { get; set; } = UsualMaxChained;

    /// <summary>Whether an incident has a report of this source.</summary>
    public bool HasSource(int row, ReportSource source)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            return many.Has(source);
        }

        for (var report = incident.FirstReport; report >= 0; report = reports[report].Next)
        {
            if (ReferenceEquals(reports[report].From, source))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an incident has a report of precision town from this town.</summary>
    public bool HasTown(int row, DistinctTown town)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            return many.Has(town);
        }

        for (var report = incident.FirstReport; report >= 0; report = reports[report].Next)
        {
            if (ReferenceEquals(reports[report].DistinctTown, town))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Sum of <see cref="ReportSource.SetHash"/> over the distinct sources of an incident: equal for equal sets of
    /// sources.
    /// </summary>
    public ulong SourceSetHash(int row)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            return many.SourceSetHash;
        }

        var hash = 0UL;
        for (var report = incident.FirstReport; report >= 0; report = reports[report].Next)
        {
            hash += IsFirstOfItsSource(incident.FirstReport, report) ? reports[report].From.SetHash : 0;
        }

        return hash;
    }

    /// <summary>Those of the listed sources of an incident that have a report which names it, in the order of the list.</summary>
    public IReadOnlyList<string> NamedBy(int row)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            return many.NamedBy;
        }

        List<string>? naming = null;
        for (var report = incident.FirstReport; report >= 0; report = reports[report].Next)
        {
            if (reports[report].Reason != JoinReason.Named)
            {
                continue;
            }

            if (incident.Sources.Count == 1)
            {
                return incident.Sources;
            }

            naming ??= [];
            if (!naming.Contains(reports[report].From.Name))
            {
                naming.Add(reports[report].From.Name);
            }
        }

        return naming is null ? [] : ManyReports.Listed(incident.Sources, naming);
    }

    /// <summary>Number of reports of an incident.</summary>
    public int Count(int row)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            return many.Count;
        }

        var count = 0;
        for (var report = incident.FirstReport; report >= 0; report = reports[report].Next)
        {
            count++;
        }

        return count;
    }

    /// <summary>Adds the reports of an incident to a list, best first, until it holds <paramref name="max"/>.</summary>
    public void CopyTo(int row, List<int> target, int max = int.MaxValue)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            many.CopyTo(target, max);
            return;
        }

        for (var report = incident.FirstReport; report >= 0 && target.Count < max; report = reports[report].Next)
        {
            target.Add(report);
        }
    }

    /// <summary>
    /// Adds the reports of an incident that rank behind another report to a list, best first, until it holds
    /// <paramref name="max"/>.
    /// </summary>
    public void CopyAfter(int row, in ReportRow after, List<int> target, int max)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            many.CopyAfter(after, target, max);
            return;
        }

        for (var report = incident.FirstReport; report >= 0 && target.Count < max; report = reports[report].Next)
        {
            if (ReportRanking.Compare(reports[report], after) > 0)
            {
                target.Add(report);
            }
        }
    }

    /// <summary>Adds a report. <see cref="IncidentTable.Refresh"/> must follow.</summary>
    public void Add(int row, int report)
    {
        reports[report].Incident = row;
        reports[report].Next = -1;
        if (incidents[row].Many is null && Count(row) == MaxChained)
        {
            Unchain(row);
        }

        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            many.Add(report);
            incident.FirstReport = many.First;
            return;
        }

        var before = -1;
        var next = incident.FirstReport;
        while (next >= 0 && ReportRanking.Compare(reports[next], reports[report]) < 0)
        {
            before = next;
            next = reports[next].Next;
        }

        reports[report].Next = next;
        if (before < 0)
        {
            incident.FirstReport = report;
        }
        else
        {
            reports[before].Next = report;
        }
    }

    /// <summary>
    /// Removes a report. To be called before anything in the report changes, and after the incident's id was made
    /// explicit; <see cref="IncidentTable.Refresh"/> must follow.
    /// </summary>
    public void Remove(int row, int report)
    {
        ref var incident = ref incidents[row];
        if (incident.Many is { } many)
        {
            many.Remove(report);
            incident.FirstReport = many.First;

            // Half of the limit, so that a single report that comes and goes does not switch between the two forms
            // each time.
            if (many.Count <= MaxChained / 2 && !many.IsWide)
            {
                Chain(row, many);
            }
        }
        else if (incident.FirstReport == report)
        {
            incident.FirstReport = reports[report].Next;
        }
        else
        {
            var before = incident.FirstReport;
            while (reports[before].Next != report)
            {
                before = reports[before].Next;
            }

            reports[before].Next = reports[report].Next;
        }

        reports[report].Next = -1;
        reports[report].Incident = -1;
    }

    private void Unchain(int row)
    {
        ref var incident = ref incidents[row];
        var many = new ManyReports(reports);
        for (var report = incident.FirstReport; report >= 0;)
        {
            ref var chained = ref reports[report];
            many.Add(report);
            report = chained.Next;
            chained.Next = -1;
        }

        incident.Many = many;
        incident.FirstReport = many.First;
    }

    private void Chain(int row, ManyReports many)
    {
        var ranked = new List<int>(many.Count);
        many.CopyTo(ranked, int.MaxValue);
        for (var i = 0; i < ranked.Count; i++)
        {
            reports[ranked[i]].Next = i + 1 < ranked.Count ? ranked[i + 1] : -1;
        }

        ref var incident = ref incidents[row];
        incident.Many = null;
        incident.FirstReport = ranked.Count > 0 ? ranked[0] : -1;
    }

    private bool IsFirstOfItsSource(int first, int report)
    {
        for (var at = first; at != report; at = reports[at].Next)
        {
            if (ReferenceEquals(reports[at].From, reports[report].From))
            {
                return false;
            }
        }

        return true;
    }
}
