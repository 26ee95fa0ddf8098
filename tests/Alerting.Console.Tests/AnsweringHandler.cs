using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Alerting.Client;

namespace Alerting.Console.Tests;

/// <summary>Stands for a server: answers requests as a test says, and keeps what was asked for.</summary>
internal sealed class AnsweringHandler(Func<string, (HttpStatusCode Status, string Json)> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>Paths with their queries, in the order of the requests.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public AlertingClient Client => new(new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://server/") });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!.PathAndQuery;
        _asked.Enqueue(asked);
        var (status, json) = answer(asked);
        return Task.FromResult(new HttpResponseMessage(status)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
            RequestMessage = request,
        });
    }
}
