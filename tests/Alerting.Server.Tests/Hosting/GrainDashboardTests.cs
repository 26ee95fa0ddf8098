using System.Net;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Hosting;

/// <summary>The dashboard of Orleans as it is served here.</summary>
public sealed class GrainDashboardTests
{
    [Fact]
    public async Task An_administrator_sees_processes_and_grains_and_none_of_what_is_withheld()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports", Facts.Report("Ramadi", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow()));
        using var page = await server.Client.GetAsync(new Uri(server.Url, "dashboard/"));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await server.Until(
            async () => await server.GetAsync("dashboard/DashboardCounters") is { } shown
                && shown["totalActiveHostCount"]!.GetValue<int>() == 1
                && shown.ToJsonString().Contains("RegionGrain", StringComparison.Ordinal),
            "the dashboard counts the process and its grains");
        var process = (await server.GetAsync("dashboard/DashboardCounters"))["hosts"]![0]!["siloAddress"]!.GetValue<string>();
        await server.Until(
            async () => (await server.GetAsync($"dashboard/SiloCounters/{process}")).AsArray().Count > 0,
            "the meters of the process are read, now that somebody looks");
        foreach (var path in new[] { "dashboard/GrainState?grainId=IQ-AN&grainType=x", "dashboard/Trace", "dashboard/SiloProperties/none" })
        {
            Assert.Equal((int)HttpStatusCode.NotFound, await server.StatusAsync(path));
        }
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var server = await RunningServer.StartAsync(("Alerting__Dashboard__Enabled", "false"));
        Assert.Equal((int)HttpStatusCode.NotFound, await server.StatusAsync("dashboard"));
        Assert.Equal((int)HttpStatusCode.OK, await server.StatusAsync("api/v1/regions"));
    }
}
