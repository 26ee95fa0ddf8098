using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Load;

/// <summary>How a batch of reports is written.</summary>
internal enum Form
{
    Array,
    Ndjson,
    Lines,
}

/// <summary>Posts reports and takes down what they are told.</summary>
internal sealed class Reporting(ClusterUnderTest cluster, ReportBook book)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(25);

    /// <summary>Posts once to this silo; true when the outcome of every report is known.</summary>
    public async Task<bool> TryAsync(SiloProcess silo, IReadOnlyList<SentReport> reports, Form form, CancellationToken cancellationToken)
    {
        var body = form == Form.Array
            ? $"[{string.Join(',', reports.Select(static r => r.ToJson()))}]"
            : string.Join('\n', reports.Select(static r => r.ToJson()));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(silo.Url, "api/v1/reports"))
        {
            Content = new StringContent(body, Encoding.UTF8, form == Form.Array ? "application/json" : "application/x-ndjson"),
        };
        if (form == Form.Lines)
        {
            request.Headers.Accept.ParseAdd("application/x-ndjson");
        }

        try
        {
            using var response = await cluster.Client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
            {
                book.Violations.Enqueue($"{silo.Name} answered {(int)response.StatusCode} to reports: {text}\n{silo.LastWords}");
                return false;
            }

            var results = form == Form.Lines && response.StatusCode == HttpStatusCode.OK
                ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList()
                : [.. JsonNode.Parse(text)!["results"]?.AsArray().Select(static r => r!) ?? []];
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is null)
            {
                book.Violations.Enqueue($"{silo.Name} answered 503 without Retry-After.");
            }

            var settled = results.Count(result => Take(reports, result, silo));
            if (settled == reports.Count)
            {
                return true;
            }

            Fail($"{silo.Name} {(int)response.StatusCode} with {settled} of {reports.Count} outcomes");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Fail($"{silo.Name} {exception.GetType().Name}: {exception.Message}");
        }

        return false;
    }

    /// <summary>Posts until every outcome is known, wherever a balancer would send it.</summary>
    public async Task UntilSettledAsync(
        Random random, IReadOnlyList<SentReport> reports, Form form, CancellationToken cancellationToken, SiloProcess? except = null)
    {
        while (!await TryAsync(cluster.Pick(random, except), reports, form, cancellationToken))
        {
            await Task.Delay(s_between, TimeProvider.System, cancellationToken);
        }
    }

    private bool Take(IReadOnlyList<SentReport> reports, JsonNode result, SiloProcess silo)
    {
        var report = reports[result["index"]!.GetValue<int>()];
        switch (result["outcome"]!.GetValue<string>())
        {
            case "accepted":
                report.Accepted++;
                return true;
            case "duplicate":
                report.Duplicates++;
                return true;
            default:
                if (result["error"]!["type"]!.GetValue<string>() != "store-unavailable")
                {
                    book.Violations.Enqueue($"{silo.Name} refused {report.Key} revision {report.Revision}: {result.ToJsonString()}");
                }

                return false;
        }
    }

    private void Fail(string problem) => book.Failures.Enqueue((TimeProvider.System.GetUtcNow(), problem));
}
