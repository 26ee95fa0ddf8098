using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Alerting.Server.Hosting;

/// <summary>
/// Takes the caller's address and scheme from the headers <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, where the
/// connection comes from a proxy that is trusted. Everybody can send these headers, so without such a setting they are nothing.
/// </summary>
internal static class TrustedProxies
{
    public const string Setting = $"{AlertingOptions.Section}:{nameof(AlertingOptions.TrustedProxies)}";

    /// <summary>To be called before everything that looks at addresses.</summary>
    public static void Use(WebApplication app, IEnumerable<string> proxies)
    {
        var headers = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // Through several proxies: back to the first address that is none of them.
            ForwardLimit = null,
        };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            headers.KnownIPNetworks.Add(Parse(proxy) ?? throw new InvalidOperationException($"{Setting}: '{proxy}' is no network."));
        }

        if (headers.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(headers);
        }
    }

    /// <summary>The network, or the one address, that a setting names; null when it names none.</summary>
    public static IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;
}
