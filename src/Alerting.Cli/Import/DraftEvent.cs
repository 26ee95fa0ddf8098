using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>An event of a data set in the words of a report, before its region is known.</summary>
internal sealed record DraftEvent
{
    /// <summary>The data set's own id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Who reports, where the row says so; null: the data set, which speaks with one voice whatever it was compiled from.
    /// </summary>
    public string? Source { get; init; }

    public required EventTime Time { get; init; }

    /// <summary>Why <see cref="Time"/> is not the time of the event but the end of a range; null when it is.</summary>
    public DateRange? Range { get; init; }

    public required PlaceHints Place { get; init; }

    public string? Town { get; init; }

    /// <summary>Null: town where one is named, else region.</summary>
    public Precision? Precision { get; init; }

    public Location? Location { get; init; }

    /// <summary>Slug; null in a retraction that does not say.</summary>
    public required string? Kind { get; init; }

    public int? Killed { get; init; }

    public int? Wounded { get; init; }

    /// <summary>Null: that of the data set.</summary>
    public string? Grade { get; init; }

    public string? IncidentId { get; init; }

    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Sentences of the summary; nulls are left out.</summary>
    public IReadOnlyList<string?> Summary { get; init; } = [];

    public string? Url { get; init; }

    /// <summary>Later versions of the data have higher ones; null when the data does not say.</summary>
    public int? Revision { get; init; }

    public bool Retracted { get; init; }
}
