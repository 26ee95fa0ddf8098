using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Requests over all that a running server says it serves, and over what it does not.</summary>
internal sealed class FuzzRequests
{
    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FUZZ"];
    private static readonly string[] s_types =
    [
        "application/json", "application/x-ndjson", "application/x-www-form-urlencoded", "text/plain",
        "application/json; charset=utf-16", "APPLICATION/X-NDJSON;q=1", ";", "a/", "multipart/form-data"
    ];
    private static readonly string[] s_headers =
    [
        "Accept", "Accept-Encoding", "Content-Encoding", "Content-Type", "If-Match", "If-None-Match", "If-Modified-Since",
        "Last-Event-ID", "Range", "Origin", "Cookie", "X-Forwarded-For", "Authorization", "traceparent", "Accept-Language"
    ];
    private static readonly string[] s_sizes =
    [
        "FFFFFFFFFFFFFFFF", "FFFFFFFF", "80000000", "7FFFFFFF", "-1", "", "zz", "0x5", "5;ext=1", "5 ", "00000000000000000005",
        "5\r\nabc\r\n"
    ];

    private readonly List<(string Path, string Method, string[] Query)> _routes = [];
    private readonly IReadOnlyList<string> _alerts;
    private readonly string _key;

    /// <param name="description">The server's /openapi/v1.json.</param>
    /// <param name="alerts">Ids of alerts that there are.</param>
    public FuzzRequests(JsonNode description, IReadOnlyList<string> alerts, string key)
    {
        (_alerts, _key) = (alerts, key);
        foreach (var (path, methods) in description["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var query = (operation!["parameters"]?.AsArray() ?? [])
                    .Where(static p => p!["in"]!.GetValue<string>() == "query")
                    .Select(static p => p!["name"]!.GetValue<string>());
                _routes.Add((path, method.ToUpperInvariant(), [.. query]));
            }
        }

        Described = _routes.Count;
        string[] others =
        [
            "/healthz/live", "/healthz/ready", "/metrics", "/openapi/v1.json", "/", "/api", "/api/v1", "/api/v2/reports",
            "/api/v1/nothing/{id}"
        ];
        _routes.AddRange(others.Select(static path => (path, "GET", Array.Empty<string>())));
    }

    /// <summary>Number of routes that the server describes.</summary>
    public int Described { get; }

    public FuzzRequest Next(FuzzRandom random)
    {
        var (path, usual, query) = random.Of(_routes);
        if (path.EndsWith("/preview", StringComparison.Ordinal) && random.Chance(0.9))
        {
            // Each reads the whole history.
            (path, usual, query) = random.Of(_routes);
        }

        var method = random.Chance(0.9) ? usual : random.Of(s_methods);
        var head = new StringBuilder($"{method} {Target(path, query, random)} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (random.Chance(0.98))
        {
            head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {_key}\r\n");
        }

        var hasBody = method is "POST" or "PUT" or "PATCH" || random.Chance(0.02);
        var lines = hasBody
            && random.Chance(0.3)
            && (path.EndsWith("/reports", StringComparison.Ordinal) || path.EndsWith("/backtests", StringComparison.Ordinal));
        if (hasBody)
        {
            head.Append(
                CultureInfo.InvariantCulture,
                $"Content-Type: {(lines ? "application/x-ndjson" : random.Chance(0.9) ? "application/json" : random.Of(s_types))}\r\n");
        }

        for (var more = random.Chance(0.4) ? 1 + random.Below(2) : 0; more > 0; more--)
        {
            var name = random.Of(s_headers);
            head.Append(
                CultureInfo.InvariantCulture,
                $"{name}: {(name == "Accept" && random.Chance(0.5) ? "application/x-ndjson" : random.Header())}\r\n");
        }

        var body = !hasBody ? [] : lines ? FuzzBodies.Lines(random, path) : FuzzBodies.Of(path, random);
        return Framed(method, head, body, hasBody, random);
    }

    private string Target(string path, string[] query, FuzzRandom random)
    {
        var segments = path.Split('/').Select(segment => !segment.StartsWith('{') ? random.Chance(0.005) ? random.Segment() : segment
            : random.Chance(0.25) ? random.Segment()
            : segment == "{code}" ? random.Of(["IQ-AN", "IQ", "FR-75C", "FR", "AD", "XX"])
            : path.Contains("/alerts/", StringComparison.Ordinal) ? random.Of(_alerts)
            : path.Contains("/thresholds/", StringComparison.Ordinal) ? random.Of(["fuzz-1", "fuzz-2", "fuzz-3", "mass-casualty", "surge"])
            : $"fuzz-{random.Below(6)}");
        var target = string.Join('/', segments);
        var parameters = query.Where(_ => random.Chance(0.4)).Select(name => $"{name}={random.Segment()}").ToList();
        if (random.Chance(0.05))
        {
            parameters.Add(random.Segment());
        }

        if (parameters.Count > 0 && random.Chance(0.05))
        {
            parameters.Add(parameters[0]);
        }

        // A space or what is no ASCII would end the line early or be refused as a whole.
        return parameters.Count == 0 ? target : $"{target}?{string.Join('&', parameters)}";
    }

    private static FuzzRequest Framed(string method, StringBuilder head, byte[] body, bool hasBody, FuzzRandom random)
    {
        var isHead = method == "HEAD";
        if (!hasBody)
        {
            return new FuzzRequest(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), isHead, IsWhole: true);
        }

        if (random.Chance(0.03))
        {
            return Lying(head, body, isHead, random);
        }

        if (random.Chance(0.8))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
            return new FuzzRequest([.. Encoding.Latin1.GetBytes(head.ToString()), .. body], isHead, IsWhole: true);
        }

        var bytes = new List<byte>(Encoding.Latin1.GetBytes(head.Append("Transfer-Encoding: chunked\r\n\r\n").ToString()));
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, 1 + random.Below(2_000));
            bytes.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:X}\r\n")));
            bytes.AddRange(body.AsSpan(at, length));
            bytes.AddRange("\r\n"u8);
            at += length;
        }

        bytes.AddRange("0\r\n\r\n"u8);
        return new FuzzRequest([.. bytes], isHead, IsWhole: true);
    }

    /// <summary>A length that is not the body's, or chunks that are none.</summary>
    private static FuzzRequest Lying(StringBuilder head, byte[] body, bool isHead, FuzzRandom random)
    {
        if (random.Chance(0.4))
        {
            var length = random.Of(
                [
                    "-1", "x", "", "99999999999999999999", "8388609", "9223372036854775807",
                    (body.Length + 10).ToString(CultureInfo.InvariantCulture),
                    (body.Length / 2).ToString(CultureInfo.InvariantCulture), "1, 2"
                ]);
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n");
            return new FuzzRequest([.. Encoding.Latin1.GetBytes(head.ToString()), .. body], isHead, IsWhole: false);
        }

        head.Append(random.Chance(0.9) ? "Transfer-Encoding: chunked\r\n\r\n" : "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n");
        var begun = random.Chance(0.5) ? $"{body.Length:X}\r\n" : "";
        byte[] first = begun.Length > 0 ? [.. Encoding.ASCII.GetBytes(begun), .. body, .. "\r\n"u8] : [];
        return new FuzzRequest(
            [.. Encoding.Latin1.GetBytes(head.ToString()), .. first, .. Encoding.ASCII.GetBytes(random.Of(s_sizes) + "\r\n"), .. body],
            isHead, IsWhole: false);
    }
}
