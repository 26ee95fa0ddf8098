using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Alerting.Server.Tests.OpenApi;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A request and its answer beside what the description of the API says of them.</summary>
internal sealed class Exchange(ApiContract contract, HttpRequestMessage request, HttpResponseMessage response)
{
    private const string EventStream = "text/event-stream";

    private readonly ApiOperation? _operation = contract.Find(request.Method, request.RequestUri!.AbsolutePath);
    private readonly List<string> _faults = [];

    /// <summary>What is not as described.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        if (_operation is null)
        {
            // Where nothing is described, nothing is to be found.
            var isRefused = response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;
            return isRefused ? [] : ["the address is not described"];
        }

        if (_operation.Responses[((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)] is not JsonObject described)
        {
            return [$"the status is not described: {await response.Content.ReadAsStringAsync(cancellationToken)}"];
        }

        CheckHeaders(described);
        if (await CheckAnswerAsync(described, cancellationToken) is { } answer && response.IsSuccessStatusCode)
        {
            CheckQuery();
            if (request.Content is ByteArrayContent { Headers.ContentEncoding.Count: 0 } sent)
            {
                CheckBody(await sent.ReadAsStringAsync(cancellationToken), sent.Headers.ContentType?.MediaType, answer);
            }
        }

        return _faults;
    }

    private void CheckHeaders(JsonObject described)
    {
        foreach (var (name, header) in described["headers"]?.AsObject() ?? [])
        {
            if (header!["required"]?.GetValue<bool>() == true && !response.Headers.Contains(name)
                && !response.Content.Headers.Contains(name))
            {
                _faults.Add($"the header {name} is missing");
            }
        }
    }

    /// <summary>The text of the answer; null where there is none to look at.</summary>
    private async Task<string?> CheckAnswerAsync(JsonObject described, CancellationToken cancellationToken)
    {
        var content = described["content"]?.AsObject();
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is not null && content?[type] is null)
        {
            _faults.Add($"the media type {type} is not described");
            return null;
        }

        if (type == EventStream || request.Method == HttpMethod.Head || response.Content.Headers.ContentEncoding.Count > 0)
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (type is null && (content is not null || text.Length > 0))
        {
            _faults.Add(content is null ? "there is a body" : "there is no body");
        }
        else if (type is not null && content![type]!["schema"] is { } schema && IsJson(type))
        {
            foreach (var value in type == Facts.Ndjson ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [text])
            {
                _faults.AddRange(contract.Check(schema, value, isAnswer: true)
                    .Where(fault => !LeavesMembersOut || !IsOfMissingMembers(fault))
                    .Select(static fault => $"answer {fault}"));
            }
        }

        return text;
    }

    /// <summary>Whether the caller has named the members of regions that it wants.</summary>
    private bool LeavesMembersOut =>
        _operation!.Id == "listRegions" && HttpUtility.ParseQueryString(request.RequestUri!.Query)["fields"] is { Length: > 0 };

    /// <summary>Where members are missing, the forms of a member that it does not have are listed too.</summary>
    private static bool IsOfMissingMembers(string fault) =>
        fault.Contains("Required properties", StringComparison.Ordinal) || fault.Contains("/oneOf/", StringComparison.Ordinal);

    private static bool IsJson(string type) => type == Facts.Ndjson || type.EndsWith("json", StringComparison.Ordinal);

    private void CheckQuery()
    {
        var known = _operation!.Description["parameters"]?.AsArray().Where(static parameter =>
            parameter!["in"]!.GetValue<string>() == "query")
            .Select(static parameter => parameter!["name"]!.GetValue<string>()).ToList() ?? [];
        _faults.AddRange(HttpUtility.ParseQueryString(request.RequestUri!.Query).AllKeys
            .Where(name => !known.Contains(name!, StringComparer.OrdinalIgnoreCase))
            .Select(static name => $"the parameter {name} is not described"));
    }

    /// <summary>What was accepted must be described; what was refused among it need not be.</summary>
    private void CheckBody(string body, string? type, string answer)
    {
        body = body.TrimStart('\uFEFF');
        var isOptional = _operation!.Description["requestBody"]?["required"]?.GetValue<bool>() != true;
        if (isOptional && body.Trim() is ("" or "null"))
        {
            return;
        }

        // What curl says of any body is taken, and not described.
        var media = type is null or "application/x-www-form-urlencoded" ? "application/json" : type;
        if (_operation.BodyContent?[media]?["schema"] is not { } schema)
        {
            if (_operation.BodyContent is not null || body.Trim() is not "{}")
            {
                _faults.Add($"a body of {media} is not described");
            }

            return;
        }

        foreach (var accepted in Accepted(body, media, answer))
        {
            _faults.AddRange(contract.Check(schema, accepted, isAnswer: false).Select(static fault => $"request {fault}"));
        }
    }

    private IEnumerable<string> Accepted(string body, string media, string answer) => (_operation!.Id, media) switch
    {
        ("postReports", _) => AcceptedReports(body, media, answer),
        ("runBacktest", Facts.Ndjson) => AcceptedLines(body, answer),
        ("runBacktest", _) => [AcceptedBacktest(body, answer)],
        _ => [body],
    };

    private static IEnumerable<string> AcceptedReports(string body, string media, string answer)
    {
        // A stream may be answered a line a result.
        var results = answer.Contains("\"results\":", StringComparison.Ordinal)
            ? JsonNode.Parse(answer)!["results"]!.AsArray()
            : new JsonArray([.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line))]);
        var accepted = results.Where(static result => result!["outcome"]!.GetValue<string>() != "rejected")
            .Select(static result => (int)result!["index"]!.GetValue<long>()).ToHashSet();
        return media == Facts.Ndjson ? Lines(body).Where((_, index) => accepted.Contains(index))
            : JsonNode.Parse(body) is JsonArray several
                ? several.Where((_, index) => accepted.Contains(index)).Select(static element => element!.ToJsonString())
            : [body];
    }

    private static IEnumerable<string> AcceptedLines(string body, string answer)
    {
        var rejected = Rejected(answer);
        return Lines(body).Where((_, number) => number == 0 || !rejected.Contains(number - 1));
    }

    private static string AcceptedBacktest(string body, string answer)
    {
        var request = JsonNode.Parse(body)!;
        if (request["reports"] is JsonArray reports)
        {
            foreach (var index in Rejected(answer).OrderDescending())
            {
                reports.RemoveAt((int)index);
            }
        }

        return request.ToJsonString();
    }

    private static IEnumerable<string> Lines(string body) => body.Split('\n').Where(static line => !string.IsNullOrWhiteSpace(line));

    private static HashSet<long> Rejected(string answer) =>
        [.. JsonNode.Parse(answer)!["rejected"]!.AsArray().Select(static report => report!["index"]!.GetValue<long>())];
}
