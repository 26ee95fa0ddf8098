using System.Globalization;
using Alerting.Console.Shown.Forms;

namespace Alerting.Console.Reports;

/// <summary>What is said of the fields of a report.</summary>
internal static class ReportTexts
{
    public static readonly FieldText Source = new("$.source", "Source", "Who reports. Copies of one wire share a source.");

    public static readonly FieldText Id = new("$.reportId", "Report id", "Names the report within its source; one is proposed.");

    public static readonly FieldText Kind = new("$.kind", "Kind");

    public static readonly FieldText Region = new("$.region", "Region", "Code or name; may be empty where a location is given.");

    public static readonly FieldText Town = new("$.town", "Town");

    public static readonly FieldText Location = new("$.location", "Latitude and longitude", "Degrees, both or none.");

    public static readonly FieldText Killed = new("$.killed", "Killed", "Empty: not stated.");

    public static readonly FieldText Wounded = new("$.wounded", "Wounded", "Empty: not stated.");

    public static readonly FieldText Grade = new("$.grade", "How far to believe it", "The source, then the information.");

    public static readonly FieldText Url = new("$.url", "Address where it can be read");

    public static readonly FieldText Summary = new("$.summary", "Summary", "What happened, in words.");

    /// <param name="at">What was entered; null: nothing.</param>
    public static FieldText OccurredAt(DateTimeOffset? at) => new("$.occurredAt", "When it happened", at is { } stated
        ? $"On the clocks here; that is {stated.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC."
        : "On the clocks here.");
}
