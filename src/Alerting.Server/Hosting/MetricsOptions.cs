using System.Net;
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

    internal static void Add(IServiceCollection services)
    {
        services.AddOptions<MetricsOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<MetricsAccess>();
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
