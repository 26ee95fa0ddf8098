using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Attacks;
using Alerting.Cluster.Tests.Processes;
using Xunit;

namespace Alerting.Cluster.Tests.Faults;

/// <summary>
/// The clock of a process is set while it runs (libfaketime): nothing is lost, nothing answers 500, and alerts come.
/// </summary>
public sealed class ClockFaultTests : IAsyncLifetime
{
    private const int Days = 24 * 60 * 60;

    private readonly string _offset = Path.GetTempFileName();
    private readonly FakeClock _clock;
    private AttackedServer _server = null!;
    private int _reports;
    private TimeSpan _ahead;

    public ClockFaultTests() => _clock = new FakeClock(_offset);

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(FakeClock.IsAvailable, "libfaketime is not installed.");
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
    [InlineData(1_200, 0)]
    [InlineData(0, -5 * Days)]
    public async Task After_a_step_back_every_region_answers_and_takes_reports(int before, int after)
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
        await StartAsync(0);
        await PostAsync("IQ-AN", HttpStatusCode.OK);

        Set(5 * Days);
        await PostAsync("IQ-AN", HttpStatusCode.ServiceUnavailable);
        Set(0);

        for (var i = 0; i < 3; i++)
        {
            await PostAsync("IQ-AN", HttpStatusCode.OK, town: $"Town {i}");
        }

        await Wait.UntilAsync(
            async () =>
            {
                var alerts = await _server.GetAsync("api/v1/alerts?region=IQ-AN&status=open");
                return alerts["items"]!.AsArray()
                    .Any(static alert => alert!["threshold"]!["id"]!.GetValue<string>() == "simultaneous-assaults");
            },
            "the third town raises the alert",
            () => _server.LastWords);
        Assert.DoesNotContain(" 500", _server.LastWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_was_left_days_ahead_is_set_right_by_an_operator_and_alerts_come_again()
    {
        await StartAsync(5 * Days);
        await PostAsync("IQ-AN", HttpStatusCode.OK, isDatedAhead: true);
        Set(0);
        for (var i = 0; i < 3; i++)
        {
            await PostAsync("IQ-AN", HttpStatusCode.OK, town: $"Town {i}");
        }

        // What has happened now is days old by the time that the region has seen.
        Assert.Empty(await OpenAlertsAsync());
        Assert.True(
            (await _server.GetAsync("api/v1/regions/IQ-AN"))["asOf"]!.GetValue<DateTimeOffset>() > TimeProvider.System.GetUtcNow()
                .AddDays(4));

        var corrections =
            await _server.SendAsync(HttpMethod.Post, "api/v1/regions/IQ/clock", """{"reason":"the clock was five days ahead"}""");

        Assert.Equal(["IQ-AN", "IQ"], corrections["items"]!.AsArray().Select(static c => c!["region"]!.GetValue<string>()));
        Assert.Contains("IQ-AN.simultaneous-assaults.1", await OpenAlertsAsync());
        Assert.True(
            (await _server.GetAsync("api/v1/regions/IQ-AN"))["asOf"]!.GetValue<DateTimeOffset>() <= TimeProvider.System.GetUtcNow());

        await _server.KillAsync();
        _server.Start();
        await _server.ReadyAsync();
        Assert.Contains("IQ-AN.simultaneous-assaults.1", await OpenAlertsAsync());
        Assert.Empty((await _server.SendAsync(HttpMethod.Post, "api/v1/regions/IQ/clock", """{"reason":"again"}"""))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_clock_that_was_slow_and_is_set_is_believed_when_that_has_lasted()
    {
        await StartAsync(-Days, ("Alerting__Clock__ConfirmAfter", "00:00:02"));
        await PostAsync("IQ-AN", HttpStatusCode.OK);
        Set(0);
        await PostAsync("IQ-AN", HttpStatusCode.OK);
    }

    private async Task StartAsync(int ahead, params (string Key, string Value)[] settings)
    {
        Set(ahead);
        _server = await AttackedServer.StartAsync([.. _clock.Settings, .. settings]);
    }

    private void Set(int ahead)
    {
        _clock.Set(ahead);
        _ahead = TimeSpan.FromSeconds(ahead);
    }

    /// <summary>A report of what has just happened, by a clock that is right or by the server's where that is behind.</summary>
    private async Task PostAsync(string region, HttpStatusCode expected, string town = "Hit", bool isDatedAhead = false)
    {
        var occurredAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) + (_ahead < TimeSpan.Zero || isDatedAhead ? _ahead : TimeSpan.Zero);
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

    private async Task<IReadOnlyList<string>> OpenAlertsAsync() =>
        [.. (await _server.GetAsync("api/v1/regions/IQ-AN"))["openAlerts"]!.AsArray().Select(static alert => alert!.GetValue<string>())];

    private Task PutSubscriptionAsync(string id) => _server.SendAsync(
        HttpMethod.Put, "api/v1/subscriptions/" + id, """{"channel":{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}""");
}
