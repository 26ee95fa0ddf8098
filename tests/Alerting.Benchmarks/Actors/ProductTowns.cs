using System.Globalization;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Benchmarks;

/// <summary>
/// The product in this process, asked from inside over its grains: durable on SQLite, all five default thresholds, the country
/// told.
/// </summary>
internal sealed class ProductTowns : IActorPeer
{
    private readonly TemporaryDirectory _directory;
    private readonly WebApplication _app;
    private readonly IGrainFactory _grains;
    private long _reports;

    private ProductTowns(TemporaryDirectory directory, WebApplication app)
    {
        _directory = directory;
        _app = app;
        _grains = app.Services.GetRequiredService<IGrainFactory>();
    }

    public static async Task<IActorPeer> StartAsync(CancellationToken cancellationToken)
    {
        var directory = new TemporaryDirectory();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{TestPorts.Next()}");
        var app =
            AlertingHost.Build(["--urls", url, $"--Alerting:DataDirectory={directory.Path}", "--Logging:Console:LogLevel:Default=None"]);
        await app.StartAsync(cancellationToken);
        return new ProductTowns(directory, app);
    }

    public Func<Sighting, Task> Open(string region)
    {
        var grain = _grains.GetGrain<IRegionGrain>(region);
        return async sighting =>
        {
            var outcomes = await grain.IngestAsync([ReportOf(sighting, Interlocked.Increment(ref _reports))]);
            if (outcomes[0].Status != ReportStatus.Accepted)
            {
                throw new InvalidOperationException($"A report was {outcomes[0].Status}.");
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Of a kind that the rule passes over: what is compared is the way in, not the raising of alerts.</summary>
    internal static Report ReportOf(Sighting sighting, long number) => new()
    {
        ReportId = number.ToString(CultureInfo.InvariantCulture),
        Source = "wire-a",
        Region = sighting.Region,
        Town = sighting.Town,
        Precision = Precision.Town,
        Kind = "checkpoint-set-up",
        Family = Family.Strategic,
        OccurredAt = new DateTimeOffset(sighting.At, TimeSpan.Zero),
    };
}
