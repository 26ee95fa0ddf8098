using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Engine.Names;
using Alerting.Engine.Reports;
using Alerting.Reports;

namespace Alerting.Cli.Import.Text;

/// <summary>
/// Makes the texts of a report as short as a report may have them: an event is not lost because somebody called an actor by
/// a whole sentence. Ids stay different from one another, and what leads nowhere when it is cut, an address, is left out.
/// </summary>
internal sealed class ReportLimits
{
    private const int HashBytes = 8;

    /// <summary>How many texts were cut or left out.</summary>
    public long Cut { get; private set; }

    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public void Fit(JsonObject report)
    {
        FitText(report, "town", ReportBody.MaxName);
        FitText(report, "source", ReportBody.MaxSource);
        FitText(report, "summary", ReportBody.MaxSummary);
        FitId(report, "reportId", ReportBody.MaxId);
        FitId(report, "incidentId", ReportTexts.MaxIncidentId);
        if (TextOf(report["url"]) is { } url && ReportTexts.Url(Encoding.UTF8.GetBytes(url), out _) is not null)
        {
            report.Remove("url");
            Cut++;
        }

        if (report["actors"] is JsonArray actors)
        {
            FitActors(report, actors);
        }
    }

    private void FitText(JsonObject report, string member, int max)
    {
        if (TextOf(report[member]) is { } text && ShortText.IsLonger(text, max))
        {
            report[member] = ShortText.Cut(text, max);
            Cut++;
        }
    }

    private void FitId(JsonObject report, string member, int max)
    {
        if (TextOf(report[member]) is { } id && ShortText.IsLonger(id, max))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, HashBytes));
            report[member] = $"{ShortText.Start(id, max - hash.Length - 1)}~{hash}";
            Cut++;
        }
    }

    private void FitActors(JsonObject report, JsonArray actors)
    {
        var kept = new JsonArray();
        foreach (var actor in actors)
        {
            // What is no text is for the reader of reports to refuse.
            var text = TextOf(actor);
            if (text is not null && NameFolding.Fold(text).Length == 0)
            {
                Cut++;
            }
            else if (kept.Count == ReportBody.MaxActors)
            {
                Cut++;
            }
            else
            {
                var isLonger = text is not null && ShortText.IsLonger(text, ReportBody.MaxName);
                Cut += isLonger ? 1 : 0;
                kept.Add(isLonger ? ShortText.Cut(text!, ReportBody.MaxName) : actor?.DeepClone());
            }
        }

        if (kept.Count > 0 || actors.Count == 0)
        {
            report["actors"] = kept;
        }
        else
        {
            report.Remove("actors");
        }
    }

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
