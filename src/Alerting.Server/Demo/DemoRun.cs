using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Server.Hosting;
using Alerting.Thresholds;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Alerting.Server.Demo;

/// <summary>
/// Plays the founding scenario into the running process, through its own HTTP API, and prints what it raises as the
/// live feed tells it.
/// </summary>
internal sealed class DemoRun(WebApplication app)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock = app.Services.GetRequiredService<TimeProvider>();
    private readonly IAnsiConsole _console = AnsiConsole.Console;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_console.Profile.Out.IsTerminal)
        {
            // Plain lines, one an event, whoever reads them.
            _console.Profile.Width = 10_000;
        }

        var url = app.Urls.First().TrimEnd('/');
        var keyFile = Path.Combine(app.Services.GetRequiredService<IOptions<AlertingOptions>>().Value.DataDirectory, "admin.key");
        var key = (await File.ReadAllTextAsync(keyFile, cancellationToken)).Trim();
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var feed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var revisions = Channel.CreateUnbounded<Alert>();
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadFeedAsync(client, revisions.Writer, connected, feed.Token);
        await connected.Task.WaitAsync(cancellationToken);

        await PostAsync(client, cancellationToken);
        await PrintAsync(revisions.Reader, cancellationToken);
        await feed.CancelAsync();
        await reading;
        Tell(url, keyFile);
    }

    private async Task PostAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var reports = FoundingScenario.Compressed(_clock.GetUtcNow());
        _console.WriteLine($"Posting {reports.Count} reports of the founding scenario, its 54 hours compressed into the last 100 minutes.");
        if (_console.Profile.Capabilities.Interactive)
        {
            await _console.Progress().StartAsync(async progress =>
            {
                var task = progress.AddTask("reports", maxValue: reports.Count);
                foreach (var report in reports)
                {
                    await PostAsync(client, report, cancellationToken);
                    task.Increment(1);
                }
            });
            return;
        }

        foreach (var report in reports)
        {
            await PostAsync(client, report, cancellationToken);
        }
    }

    private static async Task PostAsync(HttpClient client, string report, CancellationToken cancellationToken)
    {
        using var content = new StringContent(report, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/api/v1/reports", UriKind.Relative), content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Prints revisions until none has come for a while.</summary>
    private async Task PrintAsync(ChannelReader<Alert> revisions, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while (_clock.GetElapsedTime(started) < s_most)
        {
            try
            {
                var alert = await revisions.ReadAsync(cancellationToken).AsTask().WaitAsync(s_quiet, _clock, cancellationToken);
                var colour = alert.Severity == Severity.Critical ? "red" : "yellow";
                _console.MarkupLineInterpolated($"[{colour}]{alert.Severity.ToString().ToLowerInvariant()}[/] {alert.AlertId} {alert.Change.ToString().ToLowerInvariant()} (revision {alert.Revision}): {alert.Explanation}");
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private void Tell(string url, string keyFile)
    {
        _console.WriteLine();
        _console.WriteLine($"Look at {url}/api/v1/alerts, {url}/api/v1/regions/IQ-AN, {url}/api/v1/alerts/stream and {url}/openapi/v1.json with the key in {keyFile}. Ctrl+C ends.");
    }

    private static async Task ReadFeedAsync(HttpClient client, ChannelWriter<Alert> revisions, TaskCompletionSource connected, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/api/v1/alerts/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                // The first line is a comment that tells that the feed is there.
                connected.TrySetResult();
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    revisions.TryWrite(JsonSerializer.Deserialize(line.AsSpan(6), AlertJson.Wire.Alert)!);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The demo has seen enough.
        }
        catch (HttpRequestException exception)
        {
            connected.TrySetException(exception);
        }
        finally
        {
            revisions.TryComplete();
        }
    }
}
