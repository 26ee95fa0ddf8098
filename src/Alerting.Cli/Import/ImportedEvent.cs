using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Engine.Reports;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>An event of a data set in the words of a report.</summary>
internal sealed record ImportedEvent
{
    /// <summary>The data set, which is the source of its reports: it speaks with one voice, whatever it was compiled from.</summary>
    public required string DataSet { get; init; }

    /// <summary>The data set's own id.</summary>
    public required string Id { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Why <see cref="Day"/> is not the day of the event, as words; null when it is.</summary>
    public string? Range { get; init; }

    public required string Region { get; init; }

    public string? Place { get; init; }

    public required Precision Precision { get; init; }

    public required Location Location { get; init; }

    public required string Kind { get; init; }

    public int? Killed { get; init; }

    public IReadOnlyList<string?> Actors { get; init; } = [];

    /// <summary>Sentences of the summary; nulls are left out.</summary>
    public IReadOnlyList<string?> Summary { get; init; } = [];

    public string? Url { get; init; }

    /// <summary>Later versions of the data have higher ones; null when the data does not say.</summary>
    public int? Revision { get; init; }

    /// <summary>
    /// The members of the report. The event time goes first and is written in one form throughout, so that lines sorted
    /// as text are sorted by time.
    /// </summary>
    public JsonObject ToReport(ImportOptions options)
    {
        // Of a range nothing may count that would have to be of one day: neither a town nor the dead.
        var precision = Range is not null && Precision == Precision.Town ? Precision.Area : Precision;
        var town = precision == Precision.Region ? null : Place;
        var report = new JsonObject
        {
            ["occurredAt"] = Instants.Format(EventDay.Noon(Day)),
            ["reportId"] = Id,
            ["source"] = options.Source ?? DataSet,
            ["region"] = Region,
            ["precision"] = EnumNames.ToName(town is null && precision == Precision.Town ? Precision.Area : precision),
            ["location"] = new JsonObject { ["lat"] = Location.Lat, ["lon"] = Location.Lon },
            ["kind"] = Kind,
            ["grade"] = options.Grade.ToString(),
            ["incidentId"] = $"{DataSet}:{Id}",
        };
        Add(report, "revision", options.Revision ?? Revision);
        Add(report, "town", town);
        Add(report, "killed", Range is null ? Killed : null);
        Add(report, "url", Url);
        Add(report, "summary", Text());
        if (Actors.Where(static a => a is not null).Select(static a => (JsonNode?)a).ToArray() is { Length: > 0 } actors)
        {
            report["actors"] = new JsonArray(actors);
        }

        return report;
    }

    private string? Text()
    {
        var place = Precision == Precision.Region && Place is not null ? $"Place as given: {Place}." : null;
        var sentences = Summary.Append(Range).Append(place);
        var text = string.Join(' ', sentences.Where(static s => s is not null));
        return text.Length == 0 ? null : Shortened(text);
    }

    /// <summary>The beginning of a text that is longer than a summary may be, which counts code points.</summary>
    private static string Shortened(string text)
    {
        if (text.Length <= ReportBody.MaxSummary)
        {
            return text;
        }

        var start = new StringBuilder(ReportBody.MaxSummary);
        foreach (var rune in text.EnumerateRunes().Take(ReportBody.MaxSummary - 1))
        {
            start.Append(CultureInfo.InvariantCulture, $"{rune}");
        }

        return start.Length < text.Length ? start.Append('…').ToString() : text;
    }

    private static void Add(JsonObject report, string name, JsonNode? value)
    {
        if (value is not null)
        {
            report[name] = value;
        }
    }
}
