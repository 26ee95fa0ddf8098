namespace Alerting.Reports;

public enum ReportStatus : byte
{
    Accepted = 0,
    Duplicate = 1,
    Rejected = 2,
}

/// <summary>What became of one report.</summary>
[GenerateSerializer, Immutable, Alias("alerting.ReportOutcome")]
public readonly record struct ReportOutcome(
    [property: Id(0)] ReportStatus Status,
    [property: Id(1)] string? IncidentId,
    [property: Id(2)] Fault? Error);

/// <summary>Why something was refused: the stable type, the sentence, and the JSON path of the offending field.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Fault")]
public sealed record Fault(
    [property: Id(0)] string Type,
    [property: Id(1)] string Detail,
    [property: Id(2)] string? Path = null);

/// <summary>Stable problem types of the API.</summary>
public static class FaultTypes
{
    public const string MalformedJson = "malformed-json";
    public const string UnknownField = "unknown-field";
    public const string UnknownRegion = "unknown-region";
    public const string UnknownKind = "unknown-kind";
    public const string UnknownThreshold = "unknown-threshold";
    public const string MissingField = "missing-field";
    public const string InvalidField = "invalid-field";
    public const string RevisionConflict = "revision-conflict";
    public const string TooOld = "too-old";
    public const string InTheFuture = "in-the-future";
    public const string LineTooLong = "line-too-long";
    public const string BodyTooLarge = "body-too-large";
    public const string AllRejected = "all-rejected";
    public const string NotFound = "not-found";
    public const string Conflict = "conflict";
    public const string PreconditionFailed = "precondition-failed";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string TooManyRequests = "too-many-requests";
    public const string StoreUnavailable = "store-unavailable";
    public const string BodyTimedOut = "body-timed-out";
    public const string ShuttingDown = "shutting-down";
    public const string TooCostly = "too-costly";
    public const string TookTooLong = "took-too-long";
    public const string StoreUnusable = "store-unusable";
    public const string Clock = "clock";
    public const string Gone = "gone";
    public const string Trimmed = "trimmed";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string LimitReached = "limit-reached";
    public const string UnknownParameter = "unknown-parameter";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string UnsupportedContentCoding = "unsupported-content-coding";
    public const string NotAcceptable = "not-acceptable";
}
