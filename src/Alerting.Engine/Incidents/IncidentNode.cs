using System.Runtime.CompilerServices;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// An incident that a region keeps. Most have one report: these read what they show from it and hold nothing twice;
/// the others, and those of regions below, hold a view that was derived once instead of at every look.
/// </summary>
internal sealed class IncidentNode : IComparable<IncidentNode>
{
    private static readonly string[] s_noActors = [];

    private string? _id;

    /// <summary>A <see cref="StoredReport"/>, or an array of several, best first; null for an incident of a region below.</summary>
    private object? _reports;

    /// <summary>Null while the sole report says it all.</summary>
    private Incident? _view;

    private ulong _shownHash;

    /// <param name="region">Code of the region in which it was reported.</param>
    /// <param name="id">Null: it has the id that its sole report gives it, see <see cref="DerivedId"/>.</param>
    public IncidentNode(string region, string? id)
    {
        Region = region;
        _id = id;
    }

    public string Region { get; }

    public string Id => _id ??= DerivedId(Sole!.Source, Sole.ReportId);

    /// <summary>Its reports, best first; empty for an incident of a region below.</summary>
    public ReadOnlySpan<StoredReport> Reports => _reports switch
    {
        null => [],
        StoredReport[] several => several,
        _ => new ReadOnlySpan<StoredReport>(in Unsafe.As<object, StoredReport>(ref _reports!)),
    };

    /// <summary>Whether there is anything to show: false before the first and after the last report.</summary>
    public bool IsShown => Sole is not null || _view is not null;

    /// <summary>What it shows, on its own; null when nothing.</summary>
    public Incident? View => Sole is { } report ? IncidentView.OfOne(this, report) : _view;

    public long OccurredAt => Sole?.OccurredAt ?? _view!.OccurredAt;

    public string Kind => Sole?.Kind ?? _view!.Kind;

    public Family Family => Sole?.Family ?? _view!.Family;

    /// <summary>As the best-ranked report of precision town writes it; null without one.</summary>
    public string? Town => Sole is { } report ? report.Place is null ? null : report.Town : _view!.Town;

    /// <summary>Grade factor of the report that names the town, 0 when none does.</summary>
    public double TownFactor => Sole is { } report ? report.Place is null ? 0 : report.Grade.Factor : _view!.TownFactor;

    /// <summary>Event time of the report that names the town, UTC ticks; 0 when none does.</summary>
    public long TownReportedAt => Sole is { } report ? report.Place is null ? 0 : report.OccurredAt : _view!.TownReportedAt;

    public int Killed => Sole is { } report ? Math.Max(report.Killed, 0) : _view!.Killed;

    public int Wounded => Sole is { } report ? Math.Max(report.Wounded, 0) : _view!.Wounded;

    public double GradeFactor => Sole?.Grade.Factor ?? _view!.GradeFactor;

    public double Weight => Sole is { } report
        ? IncidentView.Weight(report.KindWeight, report.Grade.Factor, Math.Max(report.Killed, 0), Math.Max(report.Wounded, 0))
        : _view!.Weight;

    /// <summary>The town it counts for; null without a report of precision town.</summary>
    public Place? Place { get; private set; }

    /// <summary>Folded actors, sorted.</summary>
    public string[] ActorKeys { get; private set; } = s_noActors;

    /// <summary>Log sequence of its last change; what the region above knows is told by it.</summary>
    public long Version { get; set; }

    /// <summary>Of the members that an alert's evidence shows; the same in every process.</summary>
    public ulong ShownHash => _shownHash != 0 ? _shownHash : _shownHash = EvidenceHash.Of(View!);

    /// <summary>Whether the step at hand has noted what it showed before.</summary>
    public bool InStep { get; set; }

    /// <summary>Its only report, where it has just one.</summary>
    public StoredReport? Sole => _reports as StoredReport;

    /// <summary>The id of an incident that a report opens without naming one.</summary>
    public static string DerivedId(string source, string reportId) => string.Concat(source, ":", reportId);

    /// <summary>Whether its id is the one derived from its sole report.</summary>
    public bool HasDerivedId => Sole is { } report && (_id is null
        || (_id.Length == report.Source.Length + 1 + report.ReportId.Length
            && _id[report.Source.Length] == ':'
            && _id.StartsWith(report.Source, StringComparison.Ordinal)
            && _id.EndsWith(report.ReportId, StringComparison.Ordinal)));

    /// <summary>Hash of the id, without making the string.</summary>
    public int IdHash()
    {
        if (_id is not null)
        {
            return string.GetHashCode(_id);
        }

        Span<char> buffer = stackalloc char[256];
        return string.GetHashCode(WriteId(buffer));
    }

    /// <summary>Whether this is its id, without making the string.</summary>
    public bool IdIs(ReadOnlySpan<char> id)
    {
        if (_id is not null)
        {
            return id.SequenceEqual(_id);
        }

        Span<char> buffer = stackalloc char[256];
        return id.SequenceEqual(WriteId(buffer));
    }

    /// <summary>By id, then region.</summary>
    public int CompareTo(IncidentNode? other)
    {
        var order = string.CompareOrdinal(Id, other?.Id);
        return order != 0 ? order : string.CompareOrdinal(Region, other?.Region);
    }

    /// <summary>To be followed by <see cref="Refresh"/>.</summary>
    public void AddReport(StoredReport report)
    {
        // The id must outlive the report it was derived from.
        _id ??= _reports is null ? null : Id;
        if (_reports is null)
        {
            _reports = report;
            return;
        }

        var reports = Reports;
        var index = ~reports.BinarySearch(report, ReportRanking.Instance);
        var next = new StoredReport[reports.Length + 1];
        reports[..index].CopyTo(next);
        next[index] = report;
        reports[index..].CopyTo(next.AsSpan(index + 1));
        _reports = next;
    }

    /// <summary>To be followed by <see cref="Refresh"/>.</summary>
    public void RemoveReport(StoredReport report)
    {
        _id ??= Id;
        switch (Reports.Length)
        {
            case 1:
                _reports = null;
                break;
            case 2:
                _reports = ReferenceEquals(Reports[0], report) ? Reports[1] : Reports[0];
                break;
            default:
                _reports = Array.FindAll((StoredReport[])_reports!, r => !ReferenceEquals(r, report));
                break;
        }

        // What it shows is not told from a report that has left, nor from a view that counts it.
        _view = null;
    }

    /// <summary>Derives what it shows from the reports.</summary>
    public void Refresh(PlaceBook places)
    {
        _shownHash = 0;
        if (Sole is { } report)
        {
            _view = null;
            Place = report.Place;
            ActorKeys = FoldActors(report.Actors, places);
            return;
        }

        Show(_reports is null ? null : IncidentView.OfMany(this, Reports, places), places);
    }

    /// <summary>Takes a view that was derived elsewhere: an incident of a region below.</summary>
    public void Show(Incident? view, PlaceBook places)
    {
        _view = view;
        _shownHash = 0;
        Place = view?.Town is { } town ? places.Get(view.Region, town) : null;
        ActorKeys = view is null ? s_noActors : FoldActors(view.Actors, places);
    }

    private static string[] FoldActors(IReadOnlyList<string> actors, PlaceBook places)
    {
        switch (actors.Count)
        {
            case 0:
                return s_noActors;
            case 1:
                return [places.Fold(actors[0])];
            default:
                var keys = new SortedSet<string>(StringComparer.Ordinal);
                foreach (var actor in actors)
                {
                    keys.Add(places.Fold(actor));
                }

                return [.. keys];
        }
    }

    private ReadOnlySpan<char> WriteId(Span<char> buffer)
    {
        var (source, reportId) = (Sole!.Source, Sole.ReportId);
        var length = source.Length + 1 + reportId.Length;
        var target = length <= buffer.Length ? buffer[..length] : new char[length];
        source.CopyTo(target);
        target[source.Length] = ':';
        reportId.CopyTo(target[(source.Length + 1)..]);
        return target;
    }
}
