using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Reports;

namespace Alerting;

/// <summary>RFC 9457 problem details.</summary>
/// <param name="Type">What kind of problem it is, for programs.</param>
/// <param name="Title">The same, for people.</param>
/// <param name="Status">As the answer's; of one report among others, the one it would have had alone.</param>
/// <param name="Detail">What is wrong here, and what to do about it.</param>
/// <param name="Path">JSON path of the member, or name of the parameter, that is wrong.</param>
/// <param name="TraceId">Names the request in the server's traces.</param>
public record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Path = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId = null)
{
    /// <summary>The media type of problem details.</summary>
    public const string ContentType = "application/problem+json";
}

/// <summary>Why no report was taken, or not all of them could be; with what became of each where they were read.</summary>
/// <param name="Type">What kind of problem it is, for programs.</param>
/// <param name="Title">The same, for people.</param>
/// <param name="Status">As the answer's.</param>
/// <param name="Detail">What is wrong here, and what to do about it.</param>
/// <param name="Path">JSON path of the member, or name of the parameter, that is wrong.</param>
/// <param name="TraceId">Names the request in the server's traces.</param>
/// <param name="Results">
/// What became of each report that was read, in their order; those that are accepted are durable. Absent where none
/// was.
/// </param>
/// <param name="Accepted">How many were accepted.</param>
/// <param name="Duplicates">How many were known already.</param>
/// <param name="Rejected">How many were rejected.</param>
public sealed record ReportsProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? Path = null,
    string? TraceId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReportResult>? Results = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Accepted = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Duplicates = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Rejected = null)
    : Problem(Type, Title, Status, Detail, Path, TraceId);

/// <summary>What was to be done to an alert cannot be done to it as it is now: <c>conflict</c>.</summary>
/// <param name="Type">What kind of problem it is, for programs.</param>
/// <param name="Title">The same, for people.</param>
/// <param name="Status">As the answer's.</param>
/// <param name="Detail">What is wrong here, and what to do about it.</param>
/// <param name="Path">Name of the parameter that is wrong.</param>
/// <param name="TraceId">Names the request in the server's traces.</param>
/// <param name="Alert">The alert as its last revision has it.</param>
public sealed record AlertProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? Path = null,
    string? TraceId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Alert? Alert = null)
    : Problem(Type, Title, Status, Detail, Path, TraceId);

/// <summary>What was to be read on from is not kept any longer: <c>trimmed</c>.</summary>
/// <param name="Type">What kind of problem it is, for programs.</param>
/// <param name="Title">The same, for people.</param>
/// <param name="Status">As the answer's.</param>
/// <param name="Detail">What is wrong here, and what to do about it.</param>
/// <param name="Path">Name of the parameter that is wrong.</param>
/// <param name="TraceId">Names the request in the server's traces.</param>
/// <param name="First">The first seq that is left; of the revisions of one alert, the first number.</param>
public sealed record TrimmedProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? Path = null,
    string? TraceId = null,
    long First = 0)
    : Problem(Type, Title, Status, Detail, Path, TraceId);
