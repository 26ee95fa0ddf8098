using System.Globalization;
using System.Text.Json.Nodes;

namespace Alerting.Cluster.Tests.Load;

/// <summary>By what a report is known.</summary>
internal readonly record struct ReportKey(string Region, string Source, string ReportId);

/// <summary>One revision of a report as it was sent, and what became of it.</summary>
internal sealed class SentReport
{
    public required ReportKey Key { get; init; }

    public required int Revision { get; init; }

    public bool Retracted { get; init; }

    public string Kind { get; init; } = "";

    public string? Town { get; init; }

    public int Killed { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public string? IncidentId { get; init; }

    /// <summary>How often it was answered as accepted: more than once would be counting it twice.</summary>
    public int Accepted { get; set; }

    public int Duplicates { get; set; }

    /// <summary>Whether the reporter was told that it is stored.</summary>
    public bool Acknowledged => Accepted + Duplicates > 0;

    public string ToJson()
    {
        var json =
            new JsonObject { ["region"] = Key.Region, ["source"] = Key.Source, ["reportId"] = Key.ReportId, ["revision"] = Revision };
        if (Retracted)
        {
            json["retracted"] = true;
            return json.ToJsonString();
        }

        json["kind"] = Kind;
        json["town"] = Town;
        json["killed"] = Killed;
        json["occurredAt"] = OccurredAt.ToString("O", CultureInfo.InvariantCulture);
        json["grade"] = "B2";
        if (IncidentId is not null)
        {
            json["incidentId"] = IncidentId;
        }

        return json.ToJsonString();
    }
}
