using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>The rows of the reports and incidents of a region.</summary>
internal sealed class IncidentTable
{
    /// <summary>The id created last: each accepted report needs its id twice.</summary>
    private (ReportSource? From, string? ReportId, string Id) _last = (null, null, "");

    public IncidentTable() => Members = new IncidentReports(Reports, Incidents);

    public RowList<ReportRow> Reports { get; } = new();

    public RowList<IncidentRow> Incidents { get; } = new();

    /// <summary>What operators have settled of the region's own incidents.</summary>
    public HandDecisions ByHand { get; } = new();

    /// <summary>The reports of each incident.</summary>
    public IncidentReports Members { get; }

    /// <summary>The id of an incident that a report opens without naming one.</summary>
    public static string DerivedId(string source, string reportId) => string.Concat(source, ":", reportId);

    /// <summary>The same without creating a string, where the buffer is long enough.</summary>
    public static ReadOnlySpan<char> DerivedId(string source, string reportId, Span<char> buffer)
    {
        var length = source.Length + 1 + reportId.Length;
        var target = length <= buffer.Length ? buffer[..length] : new char[length];
        source.CopyTo(target);
        target[source.Length] = ':';
        reportId.CopyTo(target[(source.Length + 1)..]);
        return target;
    }

    public IncidentNode Node(int row) => new(this, row);

    public int AddIncident(string region, string? id)
    {
        var row = Incidents.Add();
        StartIncident(row, region, id);
        return row;
    }

    /// <summary>Begins an incident in an unused row.</summary>
    public void StartIncident(int row, string region, string? id)
    {
        ref var incident = ref Incidents[row];
        incident.Region = region;
        incident.Id = id;
        incident.FirstReport = -1;
        incident.Sources = [];
    }

    public string IdOf(int row)
    {
        ref var incident = ref Incidents[row];
        if (incident.Id is { } id)
        {
            return id;
        }

        ref var report = ref Reports[incident.FirstReport];
        if (!ReferenceEquals(_last.ReportId, report.ReportId) || !ReferenceEquals(_last.From, report.From))
        {
            _last = (report.From, report.ReportId, DerivedId(report.From.Name, report.ReportId));
        }

        return _last.Id;
    }

    /// <inheritdoc cref="IncidentNode.LastEventAt"/>
    public long LastEventOf(int row)
    {
        ref var incident = ref Incidents[row];
        if (incident.Many is not { } many)
        {
            var last = incident.OccurredAt;
            for (var report = incident.FirstReport; report >= 0; report = Reports[report].Next)
            {
                last = Math.Max(last, Reports[report].OccurredAt);
            }

            return last;
        }

        return many.LastEventAt;
    }

    /// <summary>Compares two ids in ordinal order without creating strings.</summary>
    public int CompareIds(int row, int other)
    {
        if (row == other)
        {
            return 0;
        }

        ref var one = ref Incidents[row];
        ref var another = ref Incidents[other];
        if (one.Id is { } id && another.Id is { } otherId)
        {
            return string.CompareOrdinal(id, otherId);
        }

        if (one.Id is null && another.Id is null)
        {
            ref var report = ref Reports[one.FirstReport];
            ref var otherReport = ref Reports[another.FirstReport];
            if (ReferenceEquals(report.From, otherReport.From))
            {
                return string.CompareOrdinal(report.ReportId, otherReport.ReportId);
            }
        }

        return CompareWhole(row, other);
    }

    /// <summary>Stores an incident of a region below as that region derived it. Null hides it.</summary>
    public void Show(int row, Incident? view, ReportKind? kind, DistinctTown? town, IReadOnlyList<string> sources, string[] actorKeys)
    {
        ref var incident = ref Incidents[row];
        incident.ShownHash = 0;
        if (view is null)
        {
            Hide(ref incident);
            return;
        }

        incident.Kind = kind;
        incident.Town = view.Town;
        incident.DistinctTown = town;
        incident.TownFactor = view.TownFactor;
        incident.TownReportedAt = view.TownReportedAt;
        incident.OccurredAt = view.OccurredAt;
        incident.Killed = view.Killed;
        incident.Wounded = view.Wounded;
        incident.GradeFactor = view.GradeFactor;
        incident.Weight = view.Weight;
        incident.Sources = sources;
        incident.NamedBy = view.NamedBy.Count == 0 ? null : view.NamedBy.Count == sources.Count ? sources : view.NamedBy;
        incident.Rare = IncidentRow.Rarities.Of(
            view.Location, view.Summary, view.Url, view.Actors, actorKeys, view.UnlistedSources, view.Apart,
            view.LocationDoubt);
    }

    public Incident View(int row)
    {
        ref var incident = ref Incidents[row];
        return new Incident
        {
            IncidentId = IdOf(row),
            Region = incident.Region,
            Kind = incident.Kind!.Slug,
            Family = incident.Kind.Family,
            KindWeight = incident.Kind.Weight,
            Town = incident.Town,
            TownFactor = incident.TownFactor,
            TownReportedAt = incident.TownReportedAt,
            OccurredAt = incident.OccurredAt,
            Killed = incident.Killed,
            Wounded = incident.Wounded,
            GradeFactor = incident.GradeFactor,
            Weight = incident.Weight,
            Actors = incident.Rare?.Actors ?? [],
            Sources = incident.Sources,
            Location = incident.Rare?.Location,
            Summary = incident.Rare?.Summary,
            Url = incident.Rare?.Url,
            UnlistedSources = incident.Rare?.UnlistedSources ?? 0,
            NamedBy = NamedBy(row),
            Apart = ApartFrom(row),
            LocationDoubt = incident.Rare is { LocationDoubt: true },
        };
    }

    /// <summary>Those of the listed sources of an incident that name it by its id.</summary>
    public IReadOnlyList<string> NamedBy(int row)
    {
        ref var incident = ref Incidents[row];
        return incident.FirstReport < 0 ? incident.NamedBy ?? [] : Members.NamedBy(row);
    }

    /// <summary>Ids of the incidents of its region that an operator says it is not.</summary>
    public IReadOnlyList<string> ApartFrom(int row)
    {
        ref var incident = ref Incidents[row];
        return incident.FirstReport < 0 ? incident.Rare?.Apart ?? []
            : ByHand.IsEmpty ? []
            : ByHand.OthersOf(IdOf(row));
    }

    /// <summary>Derives again what an incident shows from its reports.</summary>
    public void Refresh(int row)
    {
        ref var incident = ref Incidents[row];
        incident.ShownHash = 0;
        if (incident.FirstReport < 0)
        {
            Hide(ref incident);
        }
        else if (incident.Many is { } many)
        {
            IncidentFacts.OfMany(ref incident, many, Reports);
        }
        else if (Reports[incident.FirstReport].Next >= 0)
        {
            IncidentFacts.OfSeveral(ref incident, Reports);
        }
        else
        {
            IncidentFacts.OfOne(ref incident, Reports[incident.FirstReport]);
        }
    }

    private static void Hide(ref IncidentRow incident)
    {
        incident.Kind = null;
        incident.DistinctTown = null;
        incident.Town = null;
        incident.Rare = null;
        incident.NamedBy = null;
    }

    private int CompareWhole(int row, int other)
    {
        Span<char> buffer = stackalloc char[256];
        Span<char> otherBuffer = stackalloc char[256];
        return IdOf(row, buffer).SequenceCompareTo(IdOf(other, otherBuffer));
    }

    private ReadOnlySpan<char> IdOf(int row, Span<char> buffer)
    {
        ref var incident = ref Incidents[row];
        if (incident.Id is { } id)
        {
            return id;
        }

        ref var report = ref Reports[incident.FirstReport];
        return DerivedId(report.From.Name, report.ReportId, buffer);
    }
}
