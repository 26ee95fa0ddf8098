using Alerting.Engine.Places;
using Alerting.Incidents;

namespace Alerting.Engine.Incidents;

/// <summary>
/// Finds the facts of a region: reports by source and report id, incidents by id, and the incidents that a report may
/// join. Reports are by far the most: a dictionary of them costs 705 B a report in all instead of 626 and makes the engine
/// 0.8 times as fast with one threshold (engine benchmark, 200,000 reports).
/// </summary>
internal sealed class FactIndex(string region, long correlationWindow, PlaceTable places)
{
    private readonly RowIndex _reports = new();

    /// <summary>The region's own incidents whose id is not derived; those with a derived one are found by their report.</summary>
    private readonly Dictionary<string, int> _own = new(StringComparer.Ordinal);
    private readonly RowIndex _below = new();
    private readonly TakenSuffixes _suffixes = new();
    private bool _isDeferred;

    public string Region => region;

    public IncidentTable Table { get; } = new();

    /// <summary>What operators have settled of the region's own incidents.</summary>
    public HandDecisions ByHand => Table.ByHand;

    public CorrelationIndex Correlation { get; } = new(correlationWindow);

    public TownRegistry Towns { get; } = new(places);

    public SourceRegistry Sources { get; } = new();

    public KindRegistry Kinds { get; } = new();

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

    /// <summary>Facts that are restored from now on are not indexed before <see cref="Build"/> is called.</summary>
    public void Defer() => _isDeferred = true;

    /// <summary>
    /// Indexes what was restored. Called when the first fact comes: after a restart most regions are only asked what
    /// they show, which needs no index, and building it for a long history takes time.
    /// </summary>
    public void Build()
    {
        if (!_isDeferred)
        {
            return;
        }

        _isDeferred = false;
        _reports.Reserve(Table.Reports.Count);
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row].ReportId is not null)
            {
                AddReport(row);
            }
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row].Region is not null)
            {
                AddIncident(row);
            }
        }
    }

    /// <summary>The row of a report, or -1.</summary>
    public int FindReport(ReportSource source, ReadOnlySpan<char> reportId) => FindReport(source, reportId, out _);

    /// <summary>The row of a report, or -1.</summary>
    /// <param name="hash">What <see cref="AddReport(int, uint)"/> needs if there is none.</param>
    public int FindReport(ReportSource source, ReadOnlySpan<char> reportId, out uint hash)
    {
        hash = HashOf(source, reportId);
        return _reports.Find(hash, new ReportMatch(Table, source, reportId));
    }

    public void AddReport(int row) => AddReport(row, HashOf(row));

    /// <param name="row">Row of a report that was not found.</param>
    /// <param name="hash">Its hash, as that search gave it.</param>
    public void AddReport(int row, uint hash) => _reports.Add(hash, row);

    public void RemoveReport(int row) => _reports.Remove(HashOf(row), row);

    /// <summary>Indexes an incident. Its reports are indexed on their own.</summary>
    public void AddIncident(int row)
    {
        ref var incident = ref Table.Incidents[row];
        if (incident.FirstReport < 0)
        {
            _below.Add(HashOf(incident.Region, incident.Id!), row);
            return;
        }

        if (incident.Id is not null)
        {
            _own.Add(incident.Id, row);
        }

        Correlation.Enter(Table, row);
    }

    /// <summary>Undoes <see cref="AddIncident"/>; the incident must still have its reports.</summary>
    public void RemoveIncident(int row)
    {
        ref var incident = ref Table.Incidents[row];
        if (incident.FirstReport < 0)
        {
            RemoveBelow(row);
            return;
        }

        Correlation.Forget(Table, row);
        if (incident.Id is not null)
        {
            _own.Remove(incident.Id);
        }
    }

    /// <summary>The row of an incident of a region below, or -1.</summary>
    /// <param name="code">Code of that region.</param>
    /// <param name="id">Id of the incident there.</param>
    /// <param name="hash">What <see cref="AddBelow"/> needs if there is none.</param>
    public int FindBelow(string code, string id, out uint hash)
    {
        hash = HashOf(code, id);
        return _below.Find(hash, new BelowMatch(Table, code, id));
    }

    /// <summary>Adds an incident of a region below that was not found.</summary>
    public int AddBelow(string code, string id, uint hash)
    {
        var row = Table.AddIncident(code, id);
        _below.Add(hash, row);
        return row;
    }

    public void RemoveBelow(int row) => _below.Remove(HashOf(Table.Incidents[row].Region, Table.Incidents[row].Id!), row);

    /// <summary>The region's own incident with this id; it is created if there is none.</summary>
    public int GetOwn(string id)
    {
        var row = FindOwn(id);
        if (row < 0)
        {
            row = Table.AddIncident(region, id);
            _own.Add(id, row);
        }

        return row;
    }

    /// <summary>Removes the id of an own incident that has lost its last report.</summary>
    public void RemoveOwn(int row) => _own.Remove(Table.Incidents[row].Id!);

    /// <summary>Notes that an incident has lost its last report, so that the number in its id, if any, can be given again.</summary>
    public void NoteFreeSuffix(int row) => _suffixes.NoteFree(Table.Incidents[row].Id);

    /// <summary>Whether an incident is in memory.</summary>
    public bool Contains(string code, string id) => (code == region ? FindShown(id) : FindBelow(code, id, out _)) >= 0;

    /// <summary>Drops what is merely remembered of ids.</summary>
    public void ForgetSuffixes() => _suffixes.Clear();

    /// <summary>Stores the id of an incident, which would otherwise be lost with the report that it is derived from.</summary>
    public void MakeIdExplicit(int row)
    {
        if (Table.Incidents[row].Id is null)
        {
            var id = Table.IdOf(row);
            Table.Incidents[row].Id = id;
            _own.Add(id, row);
        }
    }

    /// <summary>The region's own incident with this id that has reports, or -1.</summary>
    public int FindShown(ReadOnlySpan<char> id, int exceptColon = -1) =>
        FindOwn(id, exceptColon) is >= 0 and var row && Table.Incidents[row].FirstReport >= 0 ? row : -1;

    /// <summary>
    /// The id of an incident that a report opens. Null stands for the usual <c>{source}:{reportId}</c>. Where an
    /// incident has that id already and the report does not fit it (the report's own correction moved it away from
    /// the others), a number is appended.
    /// </summary>
    /// <param name="report">Row of the report, which is in no incident.</param>
    /// <param name="suffix">The rule for that number.</param>
    /// <param name="isArchived">Whether an archived incident has this id.</param>
    public string? FreeId(int report, IdSuffix suffix, Func<string, bool> isArchived)
    {
        ref var stored = ref Table.Reports[report];
        if (_own.Count == 0 && !stored.From.HasColon && !stored.ReportId.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        Span<char> buffer = stackalloc char[256];
        var id = IncidentTable.DerivedId(stored.From.Name, stored.ReportId, buffer);

        // Split between its own source and report id, the id names this report itself, which is in no incident now.
        if (FindShown(id, exceptColon: stored.From.Name.Length) < 0)
        {
            return null;
        }

        for (var number = suffix == IdSuffix.Revision ? stored.Revision : _suffixes.FirstThatMayBeFree(id); ; number++)
        {
            var other = TakenSuffixes.Append(id, number);
            if (FindShown(other) < 0 && !isArchived(other))
            {
                if (suffix == IdSuffix.NextFree)
                {
                    _suffixes.NoteTakenBelow(id, number);
                }

                return other;
            }
        }
    }

    /// <summary>Stores an incident of a region below as that region derived it. Null hides it.</summary>
    public void Show(int row, Incident? value)
    {
        if (value is null)
        {
            Table.Show(row, null, null, null, [], []);
            return;
        }

        Table.Show(
            row,
            value,
            Kinds.Get(value.Kind, value.Family, value.KindWeight),
            value.Town is { } town ? Towns.Get(value.Region, town) : null,
            value.Sources.Count == 1 ? Sources.Get(value.Sources[0]).Alone : value.Sources,
            value.Actors.Count == 0 ? [] : [.. new SortedSet<string>(value.Actors.Select(Towns.Fold), StringComparer.Ordinal)]);
    }

    /// <summary>The region's own incident with that id, or -1.</summary>
    private int FindOwn(ReadOnlySpan<char> id, int exceptColon = -1)
    {
        if (_own.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var row))
        {
            return row;
        }

        // A derived id is found by its report. The source may contain colons, so each colon may be the one between.
        for (var colon = 0; colon < id.Length; colon++)
        {
            if (id[colon] == ':' && colon != exceptColon && Sources.Find(id[..colon]) is { } source
                && FindReport(source, id[(colon + 1)..]) is >= 0 and var report
                && Table.Reports[report].Incident is >= 0 and var incident && Table.Incidents[incident].Id is null)
            {
                return incident;
            }
        }

        return -1;
    }

    private uint HashOf(int row) => HashOf(Table.Reports[row].From, Table.Reports[row].ReportId);

    /// <summary>Keyed by the process, so that nobody can make facts collide by choosing names.</summary>
    private static uint HashOf(ReportSource source, ReadOnlySpan<char> reportId) =>
        (uint)HashCode.Combine(string.GetHashCode(reportId), source.Hash);

    private static uint HashOf(string region, string incidentId) =>
        (uint)HashCode.Combine(string.GetHashCode(incidentId), string.GetHashCode(region));
}
