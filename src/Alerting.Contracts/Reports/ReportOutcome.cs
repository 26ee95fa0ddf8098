namespace Alerting.Reports;

/// <summary>What became of a report.</summary>
public enum ReportStatus : byte
{
    /// <summary>It is stored, for good, and was judged.</summary>
    Accepted = 0,

    /// <summary>It was known already, or a higher revision of it: nothing changed.</summary>
    Duplicate = 1,

    /// <summary>It was not taken, and nothing of it is kept.</summary>
    Rejected = 2,
}

/// <summary>What became of one report.</summary>
/// <param name="Status">Whether it was taken.</param>
/// <param name="IncidentId">The incident that the report is part of now; null where it is part of none.</param>
/// <param name="Error">Why it was rejected; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReportOutcome")]
public readonly record struct ReportOutcome(
    [property: Id(0)] ReportStatus Status,
    [property: Id(1)] string? IncidentId,
    [property: Id(2)] Fault? Error);

/// <summary>Why something was refused; answers show it as a <see cref="Problem"/>.</summary>
/// <param name="Type">One of <see cref="FaultTypes"/>.</param>
/// <param name="Detail">What is wrong and what would be right, in a sentence.</param>
/// <param name="Path">
/// JSON path of the member, or name of the parameter, that is wrong; null where nothing in particular is.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.Fault")]
public sealed record Fault(
    [property: Id(0)] string Type,
    [property: Id(1)] string Detail,
    [property: Id(2)] string? Path = null);

/// <summary>
/// Stable types of problems, for programs. Which HTTP status goes with each is in the README of this project.
/// </summary>
public static class FaultTypes
{
    /// <summary>The body is no JSON; the detail begins with line and column.</summary>
    public const string MalformedJson = "malformed-json";

    /// <summary>A member that is not known here; the detail has the one that was probably meant.</summary>
    public const string UnknownField = "unknown-field";

    /// <summary>A code that the catalogue of regions does not have.</summary>
    public const string UnknownRegion = "unknown-region";

    /// <summary>A kind that the catalogue of kinds does not have.</summary>
    public const string UnknownKind = "unknown-kind";

    /// <summary>A threshold that is not there.</summary>
    public const string UnknownThreshold = "unknown-threshold";

    /// <summary>A required member is absent or null.</summary>
    public const string MissingField = "missing-field";

    /// <summary>A member, parameter or body that is not as it must be.</summary>
    public const string InvalidField = "invalid-field";

    /// <summary>The same revision of the report is known with other content: a correction needs a higher one.</summary>
    public const string RevisionConflict = "revision-conflict";

    /// <summary>
    /// The report states no region and its location is in another one than that in which it was first found: a report never moves.
    /// </summary>
    public const string RegionMoved = "region-moved";

    /// <summary>The report tells of something longer ago than is kept.</summary>
    public const string TooOld = "too-old";

    /// <summary>The report tells of something more than 5 min ahead.</summary>
    public const string InTheFuture = "in-the-future";

    /// <summary>A line of NDJSON is longer than 64 KiB.</summary>
    public const string LineTooLong = "line-too-long";

    /// <summary>The body is larger, or has more reports, than is taken at once; send more as NDJSON.</summary>
    public const string BodyTooLarge = "body-too-large";

    /// <summary>No report of the request was taken; the problem tells why of each.</summary>
    public const string AllRejected = "all-rejected";

    /// <summary>There is nothing of this name.</summary>
    public const string NotFound = "not-found";

    /// <summary>It cannot be done to what is as it is now: an alert that is not open cannot be acknowledged.</summary>
    public const string Conflict = "conflict";

    /// <summary>
    /// What was to be changed is not as <c>If-Match</c> or <c>If-None-Match</c> expects; nothing was changed.
    /// </summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>No valid key was shown.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The roles or regions of the key do not reach this far.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>Without the key nobody could manage keys for good.</summary>
    public const string LastAdmin = "last-admin";

    /// <summary>A page of another site made the request under the session of a person.</summary>
    public const string CrossSite = "cross-site";

    /// <summary>More at one time than is taken; wait for <c>Retry-After</c>.</summary>
    public const string TooManyRequests = "too-many-requests";

    /// <summary>The store cannot be reached or written, or too much is waiting for it. Repeating the request is safe.</summary>
    public const string StoreUnavailable = "store-unavailable";

    /// <summary>The body came too slowly, or stopped coming.</summary>
    public const string BodyTimedOut = "body-timed-out";

    /// <summary>The process ends. Repeating the request is safe.</summary>
    public const string ShuttingDown = "shutting-down";

    /// <summary>A backtest or preview that would take more work than is allowed.</summary>
    public const string TooCostly = "too-costly";

    /// <summary>A backtest or preview that was not done in time.</summary>
    public const string TookTooLong = "took-too-long";

    /// <summary>The store is lost, damaged or not safe to use: repeating is of no use until an operator has acted.</summary>
    public const string StoreUnusable = "store-unusable";

    /// <summary>The machine's clock is not to be trusted just now, so that nothing is stored.</summary>
    public const string Clock = "clock";

    /// <summary>What was to be read on from is not kept any longer, see <see cref="TrimmedProblem"/>.</summary>
    public const string Trimmed = "trimmed";

    /// <summary>The address does not take this method; <c>Allow</c> says which.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>There are as many thresholds or subscriptions as there may be.</summary>
    public const string LimitReached = "limit-reached";

    /// <summary>A query parameter that the route does not know.</summary>
    public const string UnknownParameter = "unknown-parameter";

    /// <summary>The body is of a media type that is not taken here.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>The body is in a content coding that is not taken here.</summary>
    public const string UnsupportedContentCoding = "unsupported-content-coding";

    /// <summary><c>Accept</c> excludes all that is given here.</summary>
    public const string NotAcceptable = "not-acceptable";
}
