using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Attacks;
using Xunit;

namespace Alerting.Cluster.Tests.Faults;

/// <summary>
/// The clock of a process is set while it runs (libfaketime): nothing is lost, nothing answers 500, and alerts come.
/// </summary>
public sealed class ClockFaultTests : IAsyncLifetime
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly string _offset = Path.GetTempFileName();
    private AttackedServer _server = null!;
    private int _reports;
    private TimeSpan _ahead;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed.");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        File.Delete(_offset);
    }

    [Theory]
    [InlineData("+1200", "+0")]
    [InlineData("+0", "-432000")]
    public async Task After_a_step_back_every_region_answers_and_takes_reports(string before, string after)
    {
        await StartAsync(before);
        await PostAsync("IQ-AN", HttpStatusCode.OK);
        await PutSubscriptionAsync("duty");

        Set(after);

        await PostAsync("IQ-AN", HttpStatusCode.OK);
        await PostAsync("IQ-DI", HttpStatusCode.OK);
        foreach (var path in (string[])["regions/IQ-AN", "regions/IQ-DI", "regions/FR-75C", "regions?all=true&limit=50", "alerts", "subscriptions/duty"])
        {
            Assert.Equal(200, await _server.StatusAsync("api/v1/" + path));
        }

        await PutSubscriptionAsync("night");
        Assert.Equal(200, await _server.StatusAsync("healthz/ready"));
    }

    [Fact]
    public async Task While_the_clock_is_days_ahead_nothing_is_taken_and_alerts_come_when_it_is_right_again()
    {
        await StartAsync("+0");
        await PostAsync("IQ-AN", HttpStatusCode.OK);

        Set("+432000");
        await PostAsync("IQ-AN", HttpStatusCode.ServiceUnavailable);
        Set("+0");

        for (var i = 0; i < 3; i++)
        {
            await PostAsync("IQ-AN", HttpStatusCode.OK, town: $"Town {i}");
        }

        await Wait.UntilAsync(
            async () =>
            {
                var alerts = await _server.GetAsync("api/v1/alerts?region=IQ-AN&status=open");
                return alerts["items"]!.AsArray().Any(static alert => alert!["threshold"]!["id"]!.GetValue<string>() == "simultaneous-assaults");
            },
            "the third town raises the alert",
            () => _server.LastWords);
        Assert.DoesNotContain(" 500", _server.LastWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_was_slow_and_is_set_is_believed_when_that_has_lasted()
    {
        await StartAsync("-86400", ("Alerting__Clock__ConfirmAfter", "00:00:02"));
        await PostAsync("IQ-AN", HttpStatusCode.OK);
        Set("+0");
        await PostAsync("IQ-AN", HttpStatusCode.OK);
    }

    private async Task StartAsync(string offset, params (string Key, string Value)[] settings)
    {
        Set(offset);
        _server = await AttackedServer.StartAsync(
        [
            ("LD_PRELOAD", Library),
            ("FAKETIME_TIMESTAMP_FILE", _offset),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("DONT_FAKE_MONOTONIC", "1"),
            .. settings,
        ]);
    }

    private void Set(string offset)
    {
        File.WriteAllText(_offset, offset);
        _ahead = TimeSpan.FromSeconds(int.Parse(offset, CultureInfo.InvariantCulture));
    }

    /// <summary>A report of what has just happened, by a clock that is right or by the server's where that is behind.</summary>
    private async Task PostAsync(string region, HttpStatusCode expected, string town = "Hit")
    {
        var occurredAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) + (_ahead < TimeSpan.Zero ? _ahead : TimeSpan.Zero);
        var report = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"reportId":"r{{++_reports}}","source":"wire-a","region":"{{region}}","town":"{{town}}","kind":"armed-assault","occurredAt":"{{occurredAt:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""");
        using var content = new StringContent(report, Encoding.UTF8, "application/json");
        using var response = await _server.Client.PostAsync(new Uri(_server.Url, "api/v1/reports"), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {text}\n{_server.LastWords}");
        if (expected == HttpStatusCode.ServiceUnavailable)
        {
            Assert.EndsWith("clock", JsonNode.Parse(text)!["type"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    private Task PutSubscriptionAsync(string id) => _server.SendAsync(
        HttpMethod.Put, "api/v1/subscriptions/" + id, """{"channel":{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}""");
}
