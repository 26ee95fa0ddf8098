using Alerting.Regions;

namespace Alerting.Engine.Reports;

/// <summary>The members of a report; each stands for a bit in the set of members that a report states.</summary>
public enum ReportMember
{
    /// <summary>Not a member of a report.</summary>
    Unknown = -1,
    ReportId,
    Revision,
    Retracted,
    Source,
    Region,
    Town,
    Precision,
    Location,
    Kind,
    OccurredAt,
    Killed,
    Wounded,
    Grade,
    IncidentId,
    Actors,
    Summary,
    Url,
    ReceivedAt,
}

/// <summary>Names of the members of a report.</summary>
public static class ReportMembers
{
    /// <summary>Names in the order of <see cref="ReportMember"/>.</summary>
    public static readonly string[] Names =
    [
        "reportId", "revision", "retracted", "source", "region", "town", "precision", "location", "kind", "occurredAt",
        "killed", "wounded", "grade", "incidentId", "actors", "summary", "url", "receivedAt",
    ];

    /// <summary>Names that hints may suggest: all except the one that is allowed in backtests only.</summary>
    public static readonly string[] Suggestions = Names[..(int)ReportMember.ReceivedAt];

    /// <summary>The name of a member in JSON.</summary>
    public static string NameOf(ReportMember member) => Names[(int)member];

    /// <summary>The member with this name, in UTF-8; <see cref="ReportMember.Unknown"/> when there is none.</summary>
    public static ReportMember Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when name.SequenceEqual("url"u8) => ReportMember.Url,
        4 when name.SequenceEqual("kind"u8) => ReportMember.Kind,
        4 when name.SequenceEqual("town"u8) => ReportMember.Town,
        5 when name.SequenceEqual("grade"u8) => ReportMember.Grade,
        6 when name.SequenceEqual("region"u8) => ReportMember.Region,
        6 when name.SequenceEqual("source"u8) => ReportMember.Source,
        6 when name.SequenceEqual("killed"u8) => ReportMember.Killed,
        6 when name.SequenceEqual("actors"u8) => ReportMember.Actors,
        7 when name.SequenceEqual("summary"u8) => ReportMember.Summary,
        7 when name.SequenceEqual("wounded"u8) => ReportMember.Wounded,
        8 when name.SequenceEqual("reportId"u8) => ReportMember.ReportId,
        8 when name.SequenceEqual("location"u8) => ReportMember.Location,
        8 when name.SequenceEqual("revision"u8) => ReportMember.Revision,
        9 when name.SequenceEqual("precision"u8) => ReportMember.Precision,
        9 when name.SequenceEqual("retracted"u8) => ReportMember.Retracted,
        10 when name.SequenceEqual("occurredAt"u8) => ReportMember.OccurredAt,
        10 when name.SequenceEqual("incidentId"u8) => ReportMember.IncidentId,
        10 when name.SequenceEqual("receivedAt"u8) => ReportMember.ReceivedAt,
        _ => ReportMember.Unknown,
    };
}
