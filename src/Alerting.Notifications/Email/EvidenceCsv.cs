using System.Globalization;
using System.Text;
using Alerting.Alerts;

namespace Alerting.Notifications.Email;

/// <summary>The evidence of alerts as a table that a spreadsheet opens (RFC 4180).</summary>
internal static class EvidenceCsv
{
    private const string Header = "incidentId,region,kind,town,occurredAt,killed,wounded,sources,latitude,longitude,summary,url\r\n";

    public static string Of(IReadOnlyList<Alert> alerts)
    {
        var text = new StringBuilder(Header);
        foreach (var item in alerts.SelectMany(static alert => alert.Evidence).DistinctBy(static item => (item.Region, item.IncidentId)))
        {
            text.AppendJoin(',', Cells(item).Select(Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Cells(EvidenceItem item) =>
    [
        item.IncidentId, item.Region, item.Kind, item.Town ?? "", Instants.Format(item.OccurredAt),
        Number(item.Killed), Number(item.Wounded), string.Join(' ', item.Sources),
        item.Location is { } place ? Number(place.Lat) : "", item.Location is { } point ? Number(point.Lon) : "",
        item.Summary ?? "", item.Url ?? "",
    ];

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Quote(string cell)
    {
        // A spreadsheet would run what begins like a formula; a number may begin with its sign.
        var isFormula = cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal)
            && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var plain = isFormula ? "'" + cell : cell;
        return plain.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
