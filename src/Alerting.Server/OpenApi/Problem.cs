using System.Text.Json.Serialization;
using Alerting.Server.Reports;

namespace Alerting.Server.OpenApi;

/// <summary>RFC 9457 problem details.</summary>
/// <param name="Type">What kind of problem it is, for programs.</param>
/// <param name="Title">The same, for people.</param>
/// <param name="Status">As the answer's; of one report among others, the one it would have had alone.</param>
/// <param name="Detail">What is wrong here, and what to do about it.</param>
/// <param name="Path">JSON path of the member, or name of the parameter, that is wrong.</param>
/// <param name="TraceId">Names the request in the server's traces.</param>
internal record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId);

/// <summary>Why no report was taken, or not all of them could be; with what became of each where they were read.</summary>
internal sealed record ReportsProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? Path,
    string? TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReportResult>? Results,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Accepted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Duplicates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Rejected)
    : Problem(Type, Title, Status, Detail, Path, TraceId);

/// <summary>What was to be read on from is not kept any longer.</summary>
/// <param name="First">The first seq that is left; of the revisions of one alert, the first number.</param>
internal sealed record TrimmedProblem(string Type, string Title, int Status, string Detail, string? Path, string? TraceId, long First)
    : Problem(Type, Title, Status, Detail, Path, TraceId);
