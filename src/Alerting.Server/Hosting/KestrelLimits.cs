using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>What the web server itself waits for, and its list of connections.</summary>
internal sealed class KestrelLimits(OpenConnections connections, IOptions<HttpOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>
    /// Bytes of an answer that may wait in this process for a client to take them before its writer waits too; the
    /// server's own default is eight times as many, for each of ten thousand live feeds.
    /// </summary>
    public const int MaxWaitingBytes = 8 << 10;

    public void Configure(KestrelServerOptions kestrel)
    {
        var http = options.Value;

        // Streams of reports have no length; bodies that must be bounded are bounded where they are read.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxResponseBufferSize = MaxWaitingBytes;
        kestrel.Limits.RequestHeadersTimeout = http.RequestHeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = http.KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(http.MinRequestRate, http.RateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(http.MinResponseRate, http.RateGrace);
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(endpoint =>
            ((IConnectionBuilder)endpoint).Use(next => connection => connections.KeepAsync(connection, next)));
    }
}
