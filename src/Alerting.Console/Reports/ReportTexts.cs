using System.Globalization;
using Alerting.Console.Shown.Forms;

namespace Alerting.Console.Reports;

/// <summary>What is said of the fields of a report.</summary>
internal static class ReportTexts
{
    public static readonly FieldText Source = new("$.source", Spoken.Of("Source"),
        Spoken.Of("Who reports. Copies of one wire share a source."));

    public static readonly FieldText Id = new("$.reportId", Spoken.Of("Report id"),
        Spoken.Of("Names the report within its source; one is proposed."));

    public static readonly FieldText Kind = new("$.kind", Spoken.Of("Kind"));

    public static readonly FieldText Region = new("$.region", Spoken.Of("Region"),
        Spoken.Of("Code or name; may be empty where a location is given."));

    public static readonly FieldText Town = new("$.town", Spoken.Of("Town"));

    public static readonly FieldText Location = new("$.location", Spoken.Of("Latitude and longitude"), Spoken.Of("Degrees, both or none."));

    public static readonly FieldText Killed = new("$.killed", Spoken.Of("Killed"), Spoken.Of("Empty: not stated."));

    public static readonly FieldText Wounded = new("$.wounded", Spoken.Of("Wounded"), Spoken.Of("Empty: not stated."));

    public static readonly FieldText Grade = new("$.grade", Spoken.Of("How far to believe it"),
        Spoken.Of("The source, then the information."));

    public static readonly FieldText Url = new("$.url", Spoken.Of("Address where it can be read"));

    public static readonly FieldText Summary = new("$.summary", Spoken.Of("Summary"), Spoken.Of("What happened, in words."));

    /// <param name="at">What was entered; null: nothing.</param>
    public static FieldText OccurredAt(DateTimeOffset? at) => new("$.occurredAt", Spoken.Of("When it happened"), at is { } stated
        ? Spoken.Of(
            "On the clocks here; that is {0} UTC.", stated.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))
        : Spoken.Of("On the clocks here."));
}
