using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Alerting.Benchmarks;

/// <summary>The detector on grains of a silo of this process.</summary>
internal sealed class OrleansTowns : IActorPeer
{
    private readonly IHost _host;
    private readonly IGrainFactory _grains;

    private OrleansTowns(IHost host)
    {
        _host = host;
        _grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public static async Task<IActorPeer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(static silo =>
        {
            silo.UseLocalhostClustering(TestPorts.Next(), 0, null, "bench", "bench");
            silo.Configure<EndpointOptions>(static endpoints => endpoints.AdvertisedIPAddress = IPAddress.Loopback);
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new OrleansTowns(host);
    }

    public Func<Sighting, Task> Open(string region)
    {
        var grain = _grains.GetGrain<ITownGrain>(region);
        return sighting => grain.TakeAsync(sighting).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
