using System.Net.Http.Headers;

namespace Alerting.Client.Tests;

/// <summary>A real server process, and a client of it that finds it again wherever it is started again.</summary>
public sealed class LiveServer : RunningServer
{
    private readonly HttpClient _http;

    private LiveServer()
        : base([]) => _http = new HttpClient(new ToServer(this))
        {
            BaseAddress = new Uri("http://server/"),
            Timeout = TimeSpan.FromMinutes(5)
        };

    /// <summary>With the admin key.</summary>
    public AlertingClient Api => new(_http);

    public static Task<LiveServer> StartAsync() => StartedAsync(new LiveServer());

    /// <summary>Sends each request to where the server is now.</summary>
    private sealed class ToServer(RunningServer server) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(server.Url, request.RequestUri!.PathAndQuery);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
