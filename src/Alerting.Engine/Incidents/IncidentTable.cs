using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The rows of reports and incidents, and what the reports of an incident say together (specification section 2). The
/// reports of an incident hang together in the order of their rank.
/// </summary>
internal sealed class IncidentTable
{
    /// <summary>The id made last: what takes a report also tells of it.</summary>
    private (ReportSource? From, string? ReportId, string Id) _last = (null, null, "");

    public RowList<ReportRow> Reports { get; } = new();

    public RowList<IncidentRow> Incidents { get; } = new();

    /// <summary>The id of an incident that a report opens without naming one.</summary>
    public static string DerivedId(string source, string reportId) => string.Concat(source, ":", reportId);

    /// <summary>The same without making a string, where the buffer is long enough.</summary>
    public static ReadOnlySpan<char> DerivedId(string source, string reportId, Span<char> buffer)
    {
        var length = source.Length + 1 + reportId.Length;
        var target = length <= buffer.Length ? buffer[..length] : new char[length];
        source.CopyTo(target);
        target[source.Length] = ':';
        reportId.CopyTo(target[(source.Length + 1)..]);
        return target;
    }

    /// <summary>weight = kind weight x gradeFactor x (1 + log2(1 + killed + wounded/4)).</summary>
    public static double Weight(double kindWeight, double gradeFactor, int killed, int wounded) =>
        kindWeight * gradeFactor * (killed == 0 && wounded == 0 ? 1 : 1 + Math.Log2(1 + killed + (wounded / 4.0)));

    public IncidentNode Node(int row) => new(this, row);

    public int AddIncident(string region, string? id)
    {
        var row = Incidents.Add();
        StartIncident(row, region, id);
        return row;
    }

    /// <summary>Begins an incident in a row that has none.</summary>
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

    /// <summary>In ordinal order, without making the strings.</summary>
    public int CompareIds(int row, int other)
    {
        if (row == other)
        {
            return 0;
        }

        if (Incidents[row].Id is { } id && Incidents[other].Id is { } otherId)
        {
            return string.CompareOrdinal(id, otherId);
        }

        Span<char> buffer = stackalloc char[256];
        Span<char> otherBuffer = stackalloc char[256];
        return IdOf(row, buffer).SequenceCompareTo(IdOf(other, otherBuffer));
    }

    /// <summary>Whether an incident has a report of this source.</summary>
    public bool HasSource(int row, ReportSource source)
    {
        for (var report = Incidents[row].FirstReport; report >= 0; report = Reports[report].Next)
        {
            if (ReferenceEquals(Reports[report].From, source))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>To be followed by <see cref="Refresh"/>.</summary>
    public void AddReport(int row, int report)
    {
        Reports[report].Incident = row;
        var before = -1;
        var next = Incidents[row].FirstReport;
        while (next >= 0 && ReportRanking.Compare(Reports[next], Reports[report]) < 0)
        {
            before = next;
            next = Reports[next].Next;
        }

        Reports[report].Next = next;
        if (before < 0)
        {
            Incidents[row].FirstReport = report;
        }
        else
        {
            Reports[before].Next = report;
        }
    }

    /// <summary>To be followed by <see cref="Refresh"/>; the id must have been made explicit before.</summary>
    public void RemoveReport(int row, int report)
    {
        ref var first = ref Incidents[row].FirstReport;
        if (first == report)
        {
            first = Reports[report].Next;
        }
        else
        {
            var before = first;
            while (Reports[before].Next != report)
            {
                before = Reports[before].Next;
            }

            Reports[before].Next = Reports[report].Next;
        }

        Reports[report].Next = -1;
        Reports[report].Incident = -1;
    }

    /// <summary>Derives what an incident shows from its reports.</summary>
    public void Refresh(int row)
    {
        ref var incident = ref Incidents[row];
        incident.ShownHash = 0;
        if (incident.FirstReport < 0)
        {
            Hide(ref incident);
            return;
        }

        ref var best = ref Reports[incident.FirstReport];
        if (best.Next >= 0)
        {
            ShowSeveral(ref incident);
            return;
        }

        var factor = best.Grade.Factor;
        var inTown = best.Place is not null;
        incident.Kind = best.Kind;
        incident.Town = inTown ? best.Town : null;
        incident.Place = best.Place;
        incident.TownFactor = inTown ? factor : 0;
        incident.TownReportedAt = inTown ? best.OccurredAt : 0;
        incident.OccurredAt = best.OccurredAt;
        incident.Killed = Math.Max(best.Killed, 0);
        incident.Wounded = Math.Max(best.Wounded, 0);
        incident.GradeFactor = factor;
        incident.Weight = Weight(best.Kind!.Weight, factor, incident.Killed, incident.Wounded);
        incident.Sources = best.From.Alone;
        incident.Rare = best.Rare is { } rare && (rare.Location is not null || rare.Actors.Count > 0)
            ? new IncidentRow.Rarities(rare.Location, rare.Actors, rare.Actors.Count < 2 ? rare.ActorKeys : [.. new SortedSet<string>(rare.ActorKeys, StringComparer.Ordinal)])
            : null;
    }

    /// <summary>Takes what was derived elsewhere: an incident of a region below. Null hides it.</summary>
    public void Show(int row, Incident? view, ReportKind? kind, Place? place, IReadOnlyList<string> sources, string[] actorKeys)
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
        incident.Place = place;
        incident.TownFactor = view.TownFactor;
        incident.TownReportedAt = view.TownReportedAt;
        incident.OccurredAt = view.OccurredAt;
        incident.Killed = view.Killed;
        incident.Wounded = view.Wounded;
        incident.GradeFactor = view.GradeFactor;
        incident.Weight = view.Weight;
        incident.Sources = sources;
        incident.Rare = view.Location is not null || view.Actors.Count > 0 ? new IncidentRow.Rarities(view.Location, view.Actors, actorKeys) : null;
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
        };
    }

    private static void Hide(ref IncidentRow incident)
    {
        incident.Kind = null;
        incident.Place = null;
        incident.Town = null;
        incident.Rare = null;
    }

    private void ShowSeveral(ref IncidentRow incident)
    {
        var town = -1;
        int killed = -1, wounded = -1;
        var occurredAt = long.MaxValue;
        var unlikely = 1.0;
        Location? location = null;
        var sources = new List<string>();
        List<string> actors = [];
        SortedSet<string>? actorKeys = null;
        for (var at = incident.FirstReport; at >= 0; at = Reports[at].Next)
        {
            ref var report = ref Reports[at];
            town = town < 0 && report.Place is not null ? at : town;
            killed = killed < 0 ? report.Killed : killed;
            wounded = wounded < 0 ? report.Wounded : wounded;
            location ??= report.Location;
            occurredAt = Math.Min(occurredAt, report.OccurredAt);
            if (!sources.Contains(report.From.Name))
            {
                // Ranked by f: a source's first report here is its greatest f.
                sources.Add(report.From.Name);
                unlikely *= 1 - report.Grade.Factor;
            }

            if (report.Rare is { Actors.Count: > 0 } rare)
            {
                actorKeys ??= new SortedSet<string>(StringComparer.Ordinal);
                for (var i = 0; i < rare.Actors.Count; i++)
                {
                    if (actorKeys.Add(rare.ActorKeys[i]))
                    {
                        actors.Add(rare.Actors[i]);
                    }
                }
            }
        }

        ref var best = ref Reports[incident.FirstReport];
        incident.Kind = best.Kind;
        incident.Killed = Math.Max(killed, 0);
        incident.Wounded = Math.Max(wounded, 0);
        incident.OccurredAt = occurredAt;
        incident.Town = town < 0 ? null : Reports[town].Town;
        incident.Place = town < 0 ? null : Reports[town].Place;
        incident.TownFactor = town < 0 ? 0 : Reports[town].Grade.Factor;
        incident.TownReportedAt = town < 0 ? 0 : Reports[town].OccurredAt;

        // Twelve decimals hold any product of a few grades exactly and hide the last bits of the binary ones.
        incident.GradeFactor = sources.Count == 1 ? best.Grade.Factor : Math.Round(1 - unlikely, 12);
        incident.Weight = Weight(best.Kind!.Weight, incident.GradeFactor, incident.Killed, incident.Wounded);
        incident.Sources = sources.Count == 1 ? best.From.Alone : sources;
        incident.Rare = location is not null || actors.Count > 0 ? new IncidentRow.Rarities(location, actors, actorKeys is null ? [] : [.. actorKeys]) : null;
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
