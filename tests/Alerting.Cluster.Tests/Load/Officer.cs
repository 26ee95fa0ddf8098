using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Cluster.Tests.Processes;
using Alerting.Json;

namespace Alerting.Cluster.Tests.Load;

/// <summary>
/// Somebody at a desk: acknowledges alerts and takes that back, gives them to others, comments and reviews them. Each request has a key
/// and is sent again, to any silo, until it is answered; now and then the officer gives up and never learns what became of it.
/// </summary>
internal sealed class Officer(ClusterUnderTest cluster, ReportBook book, string name, int seed)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(seed);
    private int _count;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (await AlertAsync() is { } alert)
            {
                var act = Next(alert);
                book.Acts.Enqueue(act);
                var key = $"{name}-{_count}";
                while (!await TryAsync(act, key) && _random.Next(20) > 0)
                {
                    await Task.Delay(s_between, TimeProvider.System, CancellationToken.None);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(100, 500)), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Any; null where there is none, or none is told.</summary>
    private async Task<Alert?> AlertAsync()
    {
        // Mostly one that is open: the others can be commented and reviewed only.
        var status = _random.Next(4) == 0 ? "" : "&status=open";
        try
        {
            using var response = await cluster.Client.GetAsync(
                new Uri(cluster.Pick(_random).Url, $"api/v1/alerts?limit=100{status}"));
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            var items = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"]!.AsArray();
            return items.Count == 0 ? null : items[_random.Next(items.Count)].Deserialize(AlertJson.Wire.Alert);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private SentAct Next(Alert alert)
    {
        var change = _random.Next(10) switch
        {
            < 4 when alert.Acknowledged is not null => AlertChange.Unacknowledged,
            < 4 => AlertChange.Acknowledged,
            < 6 => AlertChange.Assigned,
            < 8 => AlertChange.Commented,
            _ => AlertChange.Reviewed,
        };
        return new SentAct(alert.AlertId, change, string.Create(CultureInfo.InvariantCulture, $"{name} {++_count}"));
    }

    /// <summary>Sends it once; true when it is known what became of it.</summary>
    private async Task<bool> TryAsync(SentAct act, string key)
    {
        var silo = cluster.Pick(_random);
        using var request = RequestOf(act, silo.Url);
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await cluster.Client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    act.AnsweredAt = TimeProvider.System.GetUtcNow();
                    act.Revision = JsonSerializer.Deserialize(text, AlertJson.Wire.Alert);
                    return true;
                case HttpStatusCode.Conflict:
                    act.IsRefused = true;
                    return true;
                case HttpStatusCode.ServiceUnavailable:
                    book.Failures.Enqueue((TimeProvider.System.GetUtcNow(), $"{silo.Name} 503 to an act"));
                    return false;
                default:
                    book.Violations.Enqueue($"{silo.Name} answered {(int)response.StatusCode} to {act}: {text}\n{silo.LastWords}");
                    return true;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            book.Failures.Enqueue((TimeProvider.System.GetUtcNow(), $"{silo.Name} {exception.GetType().Name}: {exception.Message}"));
            return false;
        }
    }

    private static HttpRequestMessage RequestOf(SentAct act, Uri silo)
    {
        var (method, path, body) = act.Change switch
        {
            AlertChange.Acknowledged => (HttpMethod.Post, "acknowledge", new JsonObject { ["note"] = act.Text }),
            AlertChange.Unacknowledged => (HttpMethod.Delete, "acknowledge", null),
            AlertChange.Assigned => (HttpMethod.Put, "assignee", new JsonObject { ["to"] = "whoever", ["note"] = act.Text }),
            AlertChange.Commented => (HttpMethod.Post, "comments", new JsonObject { ["text"] = act.Text }),
            AlertChange.Reviewed => (
                HttpMethod.Put, "disposition", new JsonObject { ["value"] = "true-alarm", ["note"] = act.Text }),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act.Change, "No desk does this."),
        };
        return new HttpRequestMessage(method, new Uri(silo, $"api/v1/alerts/{act.AlertId}/{path}"))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
    }
}
