using System.Collections.Concurrent;
using System.Globalization;
using Alerting.Escalations;
using Alerting.Grains.Alerts;
using Alerting.Grains.Escalations;
using Alerting.Grains.OnCall;
using Alerting.OnCall;
using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Benchmarks;

/// <summary>
/// Many alerts, raised at one instant, whose step falls due at one instant: how long until all calls have reached a receiver on this
/// machine. The product runs in this process, durable on SQLite; the alerts are put into its ledger.
/// </summary>
internal static class EscalationRun
{
    private const int AtATime = 500;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var alerts = arguments.Number(0, 10_000, 500);
        var after = TimeSpan.FromSeconds(arguments.Quick ? 5 : 30);
        var arrived = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await using var receiver = await LoopbackApp.StartAsync(
            context =>
            {
                arrived.TryAdd(context.Request.Headers["webhook-id"].ToString(), TimeProvider.System.GetUtcNow());
                return Task.CompletedTask;
            },
            cancellationToken: cancellationToken);
        using var directory = new TemporaryDirectory();
        await using var app = await StartAsync(directory, cancellationToken);
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        await PutAsync(grains, receiver.Urls.Single(), after);

        var raisedAt = TimeProvider.System.GetUtcNow();
        await RaiseAsync(grains, alerts, raisedAt);
        var dueAt = raisedAt + after;
        if (TimeProvider.System.GetUtcNow() >= dueAt)
        {
            throw new InvalidOperationException($"{alerts} alerts were not in the ledger within {after}: the step was due before.");
        }

        await Wait.UntilAsync(
            () => arrived.Count == alerts, $"all {alerts} calls arrive", () => $"{arrived.Count} did", s_patience + after);
        Print(alerts, dueAt, arrived);
        await app.StopAsync(cancellationToken);
    }

    private static async Task<WebApplication> StartAsync(TemporaryDirectory directory, CancellationToken cancellationToken)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{TestPorts.Next()}");
        var app = AlertingHost.Build(
        [
            "--urls", url, $"--Alerting:DataDirectory={directory.Path}", "--Alerting:Webhooks:AllowedTargets:0=127.0.0.0/8",
            "--Logging:Console:LogLevel:Default=None",
        ]);
        await app.StartAsync(cancellationToken);
        return app;
    }

    private static async Task PutAsync(IGrainFactory grains, string receiver, TimeSpan after)
    {
        await grains.GetGrain<IContactCatalogGrain>(IContactCatalogGrain.Key).PutAsync(
            "duty", new Contact { Name = "Duty", Channels = [new() { Url = receiver, Secret = AlertSample.Secret }] }, "bench", null, null);
        await grains.GetGrain<IPolicyCatalogGrain>(IPolicyCatalogGrain.Key).PutAsync(
            "all", new EscalationPolicy { Steps = [new() { After = Duration.From(after), Notify = ["contact:duty"] }] }, "bench", null,
            null);
    }

    private static async Task RaiseAsync(IGrainFactory grains, int alerts, DateTimeOffset at)
    {
        var ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        foreach (var (batch, ordinals) in Enumerable.Range(1, alerts).Chunk(AtATime).Index())
        {
            await ledger.AppendAsync(
                "IQ-AN",
                [
                    new RegionRevisions(batch + 1, [.. ordinals.Select(ordinal => AlertSample.Alert(
                        0, $"IQ-AN.bombs.{ordinal}", threshold: "bombs") with { RaisedAt = at, UpdatedAt = at })]),
                ]);
        }
    }

    private static void Print(int alerts, DateTimeOffset dueAt, ConcurrentDictionary<string, DateTimeOffset> arrived)
    {
        var times = arrived.Values.Select(at => (at - dueAt).TotalMilliseconds).Order().ToList();
        string At(double share) => Table.Milliseconds(times[(int)Math.Min(times.Count - 1, times.Count * share)]);
        var table = new Table(
            $"From the instant at which the steps of {alerts:N0} alerts are due to the arrival of the call",
            "first", "p50", "p99", "last");
        table.Add([At(0), At(0.5), At(0.99), At(1)]);
        table.Print();
        Console.WriteLine($"keys: {arrived.Count:N0}, sooner than due: {times.Count(static time => time < 0):N0}");
    }
}
