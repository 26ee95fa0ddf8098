using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Text;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>Makes reports of events whose layout is known: the steps that all data sets share.</summary>
internal sealed class DraftReports(RecordLayout layout, IRegionFinder regions, ImportOptions options)
{
    /// <summary>
    /// The members of the report, and what settled its region. The event time goes first and is written in one form
    /// throughout, so that lines sorted as text are sorted by time.
    /// </summary>
    /// <exception cref="RowRejectedException">The event makes no report.</exception>
    public (JsonObject Report, RegionBasis Region) Make(DraftEvent draft)
    {
        draft = OfRange(draft);
        var region = regions.Find(draft.Place);
        var source = draft.Source ?? options.Source ?? layout.DataSet
            ?? throw RowRejectedException.Missing("source is required, as a column or as --source");
        var precision = PrecisionOf(draft);
        var town = precision == Precision.Region || draft.Town is null ? null : ShortText.OneLine(draft.Town);
        var report = new JsonObject
        {
            ["occurredAt"] = Instants.Format(draft.Time.At),
            ["reportId"] = draft.Id,
            ["source"] = source,
            ["region"] = region.Code,
            ["precision"] = EnumNames.ToName(town is null && precision == Precision.Town ? Precision.Area : precision),
        };
        if (draft.Location is { } location)
        {
            report["location"] = new JsonObject { ["lat"] = location.Lat, ["lon"] = location.Lon };
        }

        Add(report, "kind", draft.Kind);
        report["grade"] = draft.Grade ?? options.Grade?.ToString() ?? layout.Grade.ToString();
        report["incidentId"] = draft.IncidentId ?? $"{layout.DataSet ?? source}:{draft.Id}";
        Add(report, "revision", options.Revision ?? draft.Revision);
        Add(report, "retracted", draft.Retracted ? true : null);
        Add(report, "town", town);
        Add(report, "killed", draft.Killed);
        Add(report, "wounded", draft.Wounded);
        Add(report, "url", draft.Url);
        Add(report, "summary", Summary(draft, town));
        if (draft.Actors.Count > 0)
        {
            report["actors"] = new JsonArray([.. draft.Actors.Select(static actor => (JsonNode?)ShortText.OneLine(actor))]);
        }

        return (report, region.Basis);
    }

    /// <summary>
    /// Of a range nothing may count that would have to be of one day: the town never, and of a long one the dead neither.
    /// </summary>
    private DraftEvent OfRange(DraftEvent draft)
    {
        if (draft.Range is not { } range)
        {
            return draft;
        }

        if (options.Ranges == DateRanges.Reject || (options.Ranges == DateRanges.Short && !range.IsShort))
        {
            throw new RowRejectedException(new Fault(ImportFaults.DateRange, range.Reason));
        }

        var precision = PrecisionOf(draft) == Precision.Region ? Precision.Region : Precision.Area;
        IReadOnlyList<string?> summary = [.. draft.Summary, $"Some time {range.Words}."];
        return range.IsShort
            ? draft with { Precision = precision, Town = null, Summary = [.. summary, Named(draft.Town)] }
            : draft with
            {
                Precision = precision,
                Killed = null,
                Wounded = null,
                Summary = [Deaths(draft), .. summary],
            };
    }

    private static Precision PrecisionOf(DraftEvent draft) =>
        draft.Precision ?? (draft.Town is null ? Precision.Region : Precision.Town);

    private string? Deaths(DraftEvent draft) => layout.TellsDeaths || draft.Killed is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"Deaths: {draft.Killed}.");

    private static string? Named(string? place) => place is null ? null : $"Place as given: {ShortText.OneLine(place)}.";

    private static string? Summary(DraftEvent draft, string? town)
    {
        // A town that the report must not name, for its pin is a region's, is told in words.
        var sentences = draft.Summary.Append(town is null ? Named(draft.Town) : null).Where(static sentence => sentence is not null);
        return string.Join(' ', sentences) is { Length: > 0 } text ? text : null;
    }

    private static void Add(JsonObject report, string name, JsonNode? value)
    {
        if (value is not null)
        {
            report[name] = value;
        }
    }
}
