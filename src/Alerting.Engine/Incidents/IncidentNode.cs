using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>An incident that a region keeps, with what the engine derives from it once instead of at every look.</summary>
internal sealed class IncidentNode(string region, string id) : IComparable<IncidentNode>
{
    private static readonly StoredReport[] s_none = [];

    private StoredReport[] _reports = s_none;
    private ulong _shownHash;

    public string Region { get; } = region;

    public string Id { get; } = id;

    /// <summary>Its reports, best first; empty for an incident of a region below.</summary>
    public ReadOnlySpan<StoredReport> Reports => _reports;

    /// <summary>What it shows; null before the first and after the last report.</summary>
    public Incident? View { get; private set; }

    /// <summary>The town it counts for; null without a report of precision town.</summary>
    public Place? Place { get; private set; }

    /// <summary>Folded actors, sorted.</summary>
    public string[] ActorKeys { get; private set; } = [];

    /// <summary>Log sequence of its last change; what the region above knows is told by it.</summary>
    public long Version { get; set; }

    /// <summary>Of the members that an alert's evidence shows; the same in every process.</summary>
    public ulong ShownHash => _shownHash != 0 ? _shownHash : _shownHash = EvidenceHash.Of(View!);

    /// <summary>Whether the step at hand has noted what it showed before.</summary>
    public bool InStep { get; set; }

    /// <summary>By id, then region.</summary>
    public int CompareTo(IncidentNode? other)
    {
        var order = string.CompareOrdinal(Id, other?.Id);
        return order != 0 ? order : string.CompareOrdinal(Region, other?.Region);
    }

    public void AddReport(StoredReport report)
    {
        var index = ~Array.BinarySearch(_reports, report, ReportRanking.Instance);
        var next = new StoredReport[_reports.Length + 1];
        _reports.AsSpan(0, index).CopyTo(next);
        next[index] = report;
        _reports.AsSpan(index).CopyTo(next.AsSpan(index + 1));
        _reports = next;
    }

    public void RemoveReport(StoredReport report)
    {
        var index = Array.IndexOf(_reports, report);
        var next = new StoredReport[_reports.Length - 1];
        _reports.AsSpan(0, index).CopyTo(next);
        _reports.AsSpan(index + 1).CopyTo(next.AsSpan(index));
        _reports = next;
    }

    /// <summary>Derives the view from the reports.</summary>
    public void Refresh(PlaceBook places)
    {
        if (_reports.Length == 0)
        {
            Show(null, places);
            return;
        }

        var view = _reports.Length == 1 ? IncidentView.OfOne(this, _reports[0]) : IncidentView.OfMany(this, _reports, places);
        Show(view, places);
    }

    /// <summary>Takes a view that was derived elsewhere: an incident of a region below.</summary>
    public void Show(Incident? view, PlaceBook places)
    {
        View = view;
        _shownHash = 0;
        Place = view?.Town is { } town ? places.Get(view.Region, town) : null;
        ActorKeys = view is null or { Actors.Count: 0 } ? [] : FoldActors(view.Actors, places);
    }

    private static string[] FoldActors(IReadOnlyList<string> actors, PlaceBook places)
    {
        if (actors.Count == 1)
        {
            return [places.Fold(actors[0])];
        }

        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var actor in actors)
        {
            keys.Add(places.Fold(actor));
        }

        return [.. keys];
    }
}
