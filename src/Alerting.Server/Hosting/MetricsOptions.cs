using System.Net;
using Alerting.Server.Regions;
using Alerting.Server.Subscriptions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>Configuration section <c>Alerting:Metrics</c>.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Alerting:Metrics";

    /// <summary>
    /// Whether <c>/metrics</c> needs a key. Default: where the process listens beyond loopback.
    /// </summary>
    public bool? RequireKey { get; set; }

    /// <summary>The most regions that can be named.</summary>
    public const int MaxRegions = 50;

    /// <summary>The most subscriptions of which a process can be made to tell.</summary>
    public const int MaxSubscriptions = 1_000;

    /// <summary>
    /// Codes of regions whose level and open alerts are published as metrics, at most 50; none by default. Whoever may read
    /// <c>/metrics</c> sees them, whatever the regions of their key.
    /// </summary>
    public IReadOnlyList<string> Regions { get; set; } = [];

    /// <summary>
    /// Of how many subscriptions a process publishes how their deliveries go, 0..1,000, those first that wait longest; 0 by default,
    /// since whoever may read <c>/metrics</c> sees their ids.
    /// </summary>
    public int Subscriptions { get; set; }

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<MetricsOptions>, MetricsOptionsValidator>();
        services.AddOptions<MetricsOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<MetricsAccess>();
        services.AddSingleton<SubscriptionGauges>();
        services.AddHostedService<RegionGauges>();
    }

    internal static bool AreOpen(HttpContext context) => context.RequestServices.GetRequiredService<MetricsAccess>().IsOpen;
}

/// <summary>Whether the metrics are open to everybody who reaches the process.</summary>
internal sealed class MetricsAccess(IOptions<MetricsOptions> options, IServer server)
{
    // The addresses are known, and do not change, once requests come in.
    private readonly Lazy<bool> _isOpen = new(() => !(options.Value.RequireKey ?? !IsLoopbackOnly(server)));

    public bool IsOpen => _isOpen.Value;

    private static bool IsLoopbackOnly(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses && addresses.All(IsLoopback);

    /// <summary>Whatever is not plainly loopback, such as <c>http://*:5080</c>, is beyond it.</summary>
    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
