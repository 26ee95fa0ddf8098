using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Alerts;

/// <summary>An incident that counts towards an alert, in short, as it was known when the revision was made.</summary>
[GenerateSerializer, Immutable, Alias("alerting.EvidenceItem")]
public sealed record EvidenceItem
{
    /// <summary>At most this many sources are listed: an alert has many such items, and is sent whole with every revision.</summary>
    public const int MaxSources = 20;

    /// <summary>Names the incident within its region.</summary>
    [Id(0)] public required string IncidentId { get; init; }

    /// <summary>Code of the region in which it was reported.</summary>
    [Id(1)] public required string Region { get; init; }

    /// <summary>A kind of GET /kinds: that of its best-ranked report.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>As the best-ranked report that is precise to the town writes it; null when there is none.</summary>
    [Id(3)] public string? Town { get; init; }

    /// <summary>The earliest time that any of its reports states.</summary>
    [Id(4)] public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Persons, by the best-ranked report that states them; 0 when none does.</summary>
    [Id(5)] public int Killed { get; init; }

    /// <summary>Persons, by the best-ranked report that states them; 0 when none does.</summary>
    [Id(6)] public int Wounded { get; init; }

    /// <summary>How far its reports are to be believed, 0.0625 to 1; grows with every independent source.</summary>
    [Id(7)] public required double GradeFactor { get; init; }

    /// <summary>Distinct, in the order of their best-ranked reports; the first 20.</summary>
    [Id(8)] public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>How many there are, those left out of <c>sources</c> included.</summary>
    [Id(9)] public int SourcesCount { get => Math.Max(field, Sources.Count); init; }

    /// <summary>From the best-ranked report that states it; null when none does.</summary>
    [Id(10)] public Location? Location { get; init; }

    /// <summary>
    /// What happened in words, at most 280 characters, from the best-ranked report that says it; null when none does.
    /// </summary>
    [Id(11)] public string? Summary { get; init; }

    /// <summary>Where it can be read, from the best-ranked report that states it; null when none does.</summary>
    [Id(12)] public string? Url { get; init; }
}
