using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Server.Hosting;
using Alerting.Thresholds;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Alerting.Server.Demo;

/// <summary>
/// Plays the founding scenario into the running process, through its own HTTP API, and prints the alerts that it raises
/// as the live feed shows them.
/// </summary>
internal sealed class DemoRun(WebApplication app)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock = app.Services.GetRequiredService<TimeProvider>();
    private readonly IAnsiConsole _console = AnsiConsole.Console;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_console.Profile.Out.IsTerminal)
        {
            // Plain lines, one per event, without line breaks for a terminal.
            _console.Profile.Width = 10_000;
        }

        var url = app.Urls.First().TrimEnd('/');
        var keyFile = Path.Combine(app.Services.GetRequiredService<IOptions<AlertingOptions>>().Value.DataDirectory, "admin.key");
        var key = (await File.ReadAllTextAsync(keyFile, cancellationToken)).Trim();
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        // The feed is opened first, so that it shows every alert that the posted reports raise.
        await using var feed = await client.GetStreamAsync(new Uri("/api/v1/alerts/stream", UriKind.Relative), cancellationToken);
        await PostAsync(client, cancellationToken);
        await PrintAsync(feed, cancellationToken);
        _console.WriteLine();
        _console.WriteLine(
            $"Look at {url}/ in a browser, and sign in with the key in {keyFile}. All calls are described at {url}/openapi/v1.json. "
                + "Ctrl+C ends.");
    }

    private async Task PostAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var reports = FoundingScenario.Compressed(_clock.GetUtcNow());
        _console.WriteLine(
            $"Posting {reports.Count} reports of the founding scenario, its 54 hours compressed into the last 100 minutes.");
        if (_console.Profile.Capabilities.Interactive)
        {
            await _console.Progress().StartAsync(progress => PostAllAsync(progress.AddTask("reports", maxValue: reports.Count)));
        }
        else
        {
            await PostAllAsync(null);
        }

        async Task PostAllAsync(ProgressTask? progress)
        {
            foreach (var report in reports)
            {
                using var content = new StringContent(report, Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(new Uri("/api/v1/reports", UriKind.Relative), content, cancellationToken);
                response.EnsureSuccessStatusCode();
                progress?.Increment(1);
            }
        }
    }

    /// <summary>Prints revisions until none has come for a while.</summary>
    private async Task PrintAsync(Stream feed, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(s_quiet);
        try
        {
            await foreach (var item in SseParser.Create(feed, static (_, json) => JsonSerializer.Deserialize(json, AlertJson.Wire.Alert)!)
                .EnumerateAsync(ending.Token))
            {
                Print(item.Data);
                ending.CancelAfter(_clock.GetElapsedTime(started) < s_longest ? s_quiet : TimeSpan.Zero);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing more has come.
        }
    }

    private void Print(Alert alert)
    {
        var colour = alert.Severity == Severity.Critical ? "red" : "yellow";
        var (severity, change) = (alert.Severity.ToString().ToLowerInvariant(), alert.Change.ToString().ToLowerInvariant());
        _console.MarkupLineInterpolated(
            $"[{colour}]{severity}[/] {alert.AlertId} {change} (revision {alert.Revision}): {alert.Explanation}");
    }
}
