using System.Net;
using System.Text;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>What a probe says that says no.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_server_that_is_not_ready_says_why()
    {
        var readiness = await Client("application/json", """{"status":"not ready","reasons":["The process is draining."],"warnings":[]}""")
            .Health.ReadyAsync(TestContext.Current.CancellationToken);
        Assert.Equal("not ready", readiness.Status);
        Assert.Equal(["The process is draining."], readiness.Reasons);
    }

    [Fact]
    public async Task Whatever_else_answers_there_is_a_problem()
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(
            () => Client("text/html", "<h1>503</h1>").Health.ReadyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
    }

    private static AlertingClient Client(string type, string body) =>
        new(new HttpClient(new Unavailable(type, body)) { BaseAddress = new Uri("http://server/") });

    private sealed class Unavailable(string type, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("/healthz/ready", request.RequestUri!.AbsolutePath);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            {
                Content = new StringContent(body, Encoding.UTF8, type),
            });
        }
    }
}
