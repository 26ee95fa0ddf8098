using Alerting.Alerts;
using Alerting.OnCall;
using Alerting.Thresholds;

namespace Alerting.Handovers;

/// <summary>What a shift hands over to the next.</summary>
public sealed record Handover
{
    /// <summary>As of when.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Since when it tells what has ended and gone wrong.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Codes, each with its subtree, that it is about; empty: all that the reader may access.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Alerts that are open and of which nobody has taken note, the gravest first, of those the newest.</summary>
    public required IReadOnlyList<HandoverAlert> Unacknowledged { get; init; }

    /// <summary>Alerts that are open and of which somebody has taken note, likewise.</summary>
    public required IReadOnlyList<HandoverAlert> Acknowledged { get; init; }

    /// <summary>Alerts that have ended since then, the last first.</summary>
    public required IReadOnlyList<HandoverAlert> Ended { get; init; }

    /// <summary>Silences that hold, by their end.</summary>
    public required IReadOnlyList<HandoverSilence> Silences { get; init; }

    /// <summary>Deliveries that have been given up since then, the last first.</summary>
    public required IReadOnlyList<HandoverDeadLetter> DeadLetters { get; init; }

    /// <summary>Sources that say nothing although they should, by region.</summary>
    public required IReadOnlyList<HandoverQuietSource> QuietSources { get; init; }

    /// <summary>Who is on call and who next, by schedule.</summary>
    public required IReadOnlyList<OnCallView> OnCall { get; init; }
}

/// <summary>An alert, as far as a shift must know it.</summary>
public sealed record HandoverAlert
{
    /// <summary>Its id.</summary>
    public required string AlertId { get; init; }

    /// <summary>Code of its region.</summary>
    public required string Region { get; init; }

    /// <summary>Name of its region.</summary>
    public required string RegionName { get; init; }

    /// <summary>Name of its threshold.</summary>
    public required string Threshold { get; init; }

    /// <summary>As its last revision has it.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Whether it is open, or how it ended.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>What it tells.</summary>
    public required string Explanation { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who has taken note, when, and what they had to say; null: nobody.</summary>
    public required Acknowledgement? Acknowledged { get; init; }

    /// <summary>Who it has been given to; null: nobody.</summary>
    public required Assignment? Assignee { get; init; }

    /// <summary>What it was worth; null: nobody has said.</summary>
    public required Disposition? Disposition { get; init; }
}

/// <summary>A silence that holds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Comment">Why nobody is told.</param>
/// <param name="CreatedBy">Name of who made it.</param>
/// <param name="Regions">Codes, each with its subtree; empty: all.</param>
/// <param name="Thresholds">Ids; empty: all.</param>
/// <param name="HoldsUntil">When it does not hold any more, for now or for ever.</param>
/// <param name="EndsSoon">Whether that is within the next 12 h.</param>
public sealed record HandoverSilence(
    string Id, string Comment, string CreatedBy, IReadOnlyList<string> Regions, IReadOnlyList<string> Thresholds,
    DateTimeOffset? HoldsUntil, bool EndsSoon);

/// <summary>A delivery that was given up.</summary>
/// <param name="Subscription">Id of the subscription.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="AlertId">Which alert it should have told of.</param>
/// <param name="Revision">Number of the revision.</param>
/// <param name="At">When the last try was made; null: none was.</param>
/// <param name="Error">Why that failed; null where it is not known.</param>
public sealed record HandoverDeadLetter(
    string Subscription, string? Name, string AlertId, int Revision, DateTimeOffset? At, string? Error);

/// <summary>A source that says nothing although it should.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="Source">Its name.</param>
/// <param name="LastReportAt">When its last report came in.</param>
/// <param name="SilentSince">Since when it counts as quiet.</param>
public sealed record HandoverQuietSource(string Region, string Source, DateTimeOffset LastReportAt, DateTimeOffset SilentSince);
