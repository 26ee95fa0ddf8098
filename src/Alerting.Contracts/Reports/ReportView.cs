using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Alerting.Reports;

/// <summary>A report as it was sent, with the incident that it is part of and its earlier revisions.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ReportView : ReportBody
{
    /// <summary>A report that has yet to be described.</summary>
    public ReportView()
    {
    }

    /// <summary>The report as users see it.</summary>
    [SetsRequiredMembers]
    public ReportView(SentReport sent)
        : base(Of((sent ?? throw new ArgumentNullException(nameof(sent))).Report))
    {
        ReceivedAt = sent.ReceivedAt is { } at ? Instants.FromTicks(at) : null;
        Incident = sent.Incident;
        Joined = sent.Joined;
        Revisions = [.. sent.Earlier.Select(static earlier => new ReportRevisionView(earlier))];
    }

    /// <summary>When this revision was accepted; null where that is not known any more.</summary>
    public required DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The incident that it is part of; null while it is withdrawn.</summary>
    public required string? Incident { get; init; }

    /// <summary>Why it is part of that incident, in words; null while it is withdrawn.</summary>
    public required string? Joined { get; init; }

    /// <summary>The revisions before this one, oldest first; at most 100.</summary>
    public required IReadOnlyList<ReportRevisionView> Revisions { get; init; }
}

/// <summary>A revision of a report that was replaced, as it was sent.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ReportRevisionView : ReportBody
{
    /// <summary>A revision that has yet to be described.</summary>
    public ReportRevisionView()
    {
    }

    /// <summary>The revision as users see it.</summary>
    [SetsRequiredMembers]
    public ReportRevisionView(SentRevision sent)
        : base(Of((sent ?? throw new ArgumentNullException(nameof(sent))).Report)) => ReceivedAt = Instants.FromTicks(sent.ReceivedAt);

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
