using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>Sets the timeouts, data rates and buffers of the web server, and registers its connections.</summary>
internal sealed class KestrelLimits(OpenConnections connections, IOptions<HttpOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>
    /// Bytes of an answer that are buffered for a client before the writer waits too. The server's default is eight times as
    /// many, which would count for each of ten thousand live feeds.
    /// </summary>
    public const int MaxWaitingBytes = 8 << 10;

    public void Configure(KestrelServerOptions kestrel)
    {
        var http = options.Value;

        // Streams of reports have no length; other bodies are limited where they are read.
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
