using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Notifications.Tests.Webhooks;

public sealed class WebhookChannelTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(AlertSample.Start.AddMinutes(3));
    private ServiceProvider _services = null!;
    private WebhookReceiver _receiver = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _services = Services(_time, "127.0.0.0/8");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Posts_a_signed_message_that_is_the_same_on_every_try()
    {
        var alert = AlertSample.Alert(seq: 1042, revision: 2, change: AlertChange.Updated);
        Assert.Equal(new NotificationVerdict.Delivered(200), await SendAsync(alert));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new NotificationVerdict.Delivered(200), await SendAsync(alert));

        var (first, second) = (_receiver.Received[0], _receiver.Received[1]);
        Assert.Equal(("/hook", "POST"), (first.Path, first.Method));
        Assert.Equal("application/json", first.Headers["content-type"]);
        Assert.Equal("Alerting-Webhooks/1.0", first.Headers["user-agent"]);
        Assert.Equal("IQ-AN.simultaneous-assaults.7.2", first.Headers["webhook-id"]);
        Assert.Equal(
            AlertSample.Start.AddMinutes(3).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            first.Headers["webhook-timestamp"]);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.NotEqual(first.Headers["webhook-timestamp"], second.Headers["webhook-timestamp"]);
        Assert.All([first, second], webhook => Assert.Equal(
            StandardWebhook.Sign(
                AlertSample.Secret, webhook.Headers["webhook-id"],
                long.Parse(webhook.Headers["webhook-timestamp"], CultureInfo.InvariantCulture), webhook.Body),
            webhook.Headers["webhook-signature"]));
        Assert.False(first.Headers.ContainsKey("traceparent"));
        Assert.False(first.Headers.ContainsKey("accept-encoding"));
    }

    [Fact]
    public async Task The_body_is_the_alert_as_the_contract_shows_it()
    {
        await SendAsync(AlertSample.Alert(seq: 1042, revision: 2, change: AlertChange.Updated));
        var expected = """
            {"type":"alert.updated","timestamp":"2014-01-01T10:00:01.5Z","sequence":null,"held":0,"reason":null,"data":
            {"alertId":"IQ-AN.simultaneous-assaults.7","revision":2,"change":"updated","reason":null,"status":"open","seq":1042,
            "threshold":{"id":"simultaneous-assaults","version":3,"raisedByVersion":3,"name":"Simultaneous assaults"},
            "region":{"code":"IQ-AN","name":"Al Anbār","parent":"IQ"},"severity":"critical",
            "measure":{"name":"towns","value":4,"certain":4,"atLeast":3,"window":"PT2H","from":"2014-01-01T08:00:00Z","to":"2014-01-01T10:00:00Z"},
            "towns":["Fallujah","Ramadi"],"townsCount":2,"evidenceCount":1,
            "evidence":[{"incidentId":"wire-a:1","region":"IQ-AN","kind":"armed-assault","town":"Ramadi","occurredAt":"2014-01-01T09:55:00Z","killed":2,"wounded":0,"gradeFactor":0.88125,"sources":["wire-a","stringer-1"],"sourcesCount":2,"location":null,"summary":null,"url":null}],
            "explanation":"4 towns of Al Anbār were hit within 2 h (threshold 3).",
            "raisedAt":"2014-01-01T10:00:00Z","updatedAt":"2014-01-01T10:00:01.5Z","endedAt":null,"acknowledged":null,"doubts":[],"doubtsCount":0,"story":"IQ-AN.simultaneous-assaults.7",
            "links":{"console":"/alerts/IQ-AN.simultaneous-assaults.7","alert":"/api/v1/alerts/IQ-AN.simultaneous-assaults.7",
            "incidents":["/api/v1/incidents/wire-a%3A1?region=IQ-AN"]}}}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), Encoding.UTF8.GetString(_receiver.Received[0].Body));
    }

    [Fact]
    public async Task A_surge_shows_what_was_expected()
    {
        var alert = AlertSample.Alert();
        await SendAsync(alert with { Measure = alert.Measure with { Name = Measure.Surge, Expected = 1.5, Probability = 0.01 } });
        var measure = JsonDocument.Parse(_receiver.Received[0].Body).RootElement.GetProperty("data").GetProperty("measure");
        Assert.Equal(
            ("surge", 1.5, 0.01),
            (
                measure.GetProperty("name").GetString(), measure.GetProperty("expected").GetDouble(),
                measure.GetProperty("probability").GetDouble()));
    }

    [Fact]
    public async Task A_test_tells_nothing_but_its_subscription()
    {
        Assert.Equal(
            new NotificationVerdict.Delivered(200),
            await Channel(_services).SendAsync(
                Target(_receiver.Url), AlertNotification.Test("desk", _time.GetUtcNow()), Cancellation));
        Assert.Equal(
            """{"type":"subscription.test","timestamp":"2014-01-01T10:03:00Z","data":{"subscriptionId":"desk"}}""",
            Encoding.UTF8.GetString(_receiver.Received[0].Body));
        Assert.StartsWith("test.desk.", _receiver.Received[0].Headers["webhook-id"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Any_2xx_is_delivered(int status)
    {
        Reply(status);
        Assert.Equal(new NotificationVerdict.Delivered(status), await SendAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Other_answers_have_failed(int status)
    {
        Reply(status);
        Assert.Equal(new NotificationVerdict.Retry(status, $"the receiver answered {status}"), await SendAsync());
    }

    [Fact]
    public async Task Answer_410_is_gone()
    {
        Reply(410);
        Assert.Equal(new NotificationVerdict.Gone(410, "the receiver answered 410 Gone"), await SendAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_not_followed(int status)
    {
        Reply(status, ("Location", "/elsewhere"));
        Assert.Equal(
            new NotificationVerdict.Retry(status, $"the receiver answered {status}; redirects are not followed"), await SendAsync());
        Assert.Equal("/hook", Assert.Single(_receiver.Received).Path);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "0", 0)]
    [InlineData(503, "1000000", 86_400)]
    [InlineData(503, "Wed, 01 Jan 2014 10:05:00 GMT", 120)]
    [InlineData(429, "Wed, 01 Jan 2014 09:00:00 GMT", 0)]
    [InlineData(429, "Wed, 01 Jan 2020 09:00:00 GMT", 86_400)]
    public async Task Retry_after_is_understood_in_both_forms(int status, string value, int seconds)
    {
        Reply(status, ("Retry-After", value));
        Assert.Equal(
            new NotificationVerdict.Retry(
                status, $"the receiver answered {status} and asked to wait {seconds} s", TimeSpan.FromSeconds(seconds)),
            await SendAsync());
    }

    [Theory]
    [InlineData(429, "soon")]
    [InlineData(503, "-5")]
    [InlineData(500, "120")]
    public async Task Retry_after_elsewhere_or_in_no_known_form_is_ignored(int status, string value)
    {
        Reply(status, ("Retry-After", value));
        Assert.IsType<NotificationVerdict.Retry>(await SendAsync());
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_has_failed_after_15_s()
    {
        var reached = new TaskCompletionSource();
        _receiver.Answer = async context =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, context.RequestAborted);
        };
        var sending = SendAsync();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(
            new NotificationVerdict.Retry(null, "no answer within 15 s"),
            await sending.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    [Fact]
    public async Task Cancelling_is_no_result()
    {
        using var stop = new CancellationTokenSource();
        _receiver.Answer = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, context.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () =>
                Channel(_services)
                    .SendAsync(Target(_receiver.Url), AlertNotification.Of(AlertSample.Alert(), "desk"), stop.Token)
                    .WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        _receiver.Answer = async context =>
        {
            var junk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(junk, context.RequestAborted);
            }
        };
        Assert.Equal(new NotificationVerdict.Delivered(200), await SendAsync().WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    [Fact]
    public async Task Headers_without_end_have_failed()
    {
        Reply(200, ("X-Junk", new string('x', 20_000)));
        Assert.IsType<NotificationVerdict.Retry>(await SendAsync());
    }

    [Fact]
    public async Task A_refused_connection_and_an_unknown_name_say_so()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.Equal(new NotificationVerdict.Retry(null, "the connection was refused"), await SendAsync(url: $"http://127.0.0.1:{port}/"));
    }

    [Fact]
    public async Task A_target_that_the_allow_list_does_not_name_is_never_connected_to()
    {
        await using var strict = Services(_time);
        var result = await Channel(strict).SendAsync(
            Target(_receiver.Url), AlertNotification.Of(AlertSample.Alert(), "desk"), Cancellation);
        Assert.Contains("allow-list", Assert.IsType<NotificationVerdict.Retry>(result).Error, StringComparison.Ordinal);
        Assert.Empty(_receiver.Received);
    }

    [Fact]
    public async Task A_receiver_without_tls_behind_https_has_failed()
    {
        var result = await SendAsync(url: _receiver.Url.Replace("http://", "https://", StringComparison.Ordinal));
        Assert.Null(Assert.IsType<NotificationVerdict.Retry>(result).StatusCode);
    }

    private static ServiceProvider Services(TimeProvider time, params string[] allowed)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                allowed.Select((target, i) => KeyValuePair.Create($"{WebhookOptions.Section}:AllowedTargets:{i}", (string?)target)))
            .Build();
        return new ServiceCollection()
            .AddSingleton(time)
            .AddSingleton<IConfiguration>(configuration)
            .AddNotifications()
            .BuildServiceProvider();
    }

    private static INotificationChannel Channel(ServiceProvider services) =>
        services.GetServices<INotificationChannel>().OfType<WebhookChannel>().Single();

    private static SubscriptionChannel Target(string url) => new() { Url = url, Secret = AlertSample.Secret };

    private Task<NotificationVerdict> SendAsync(Alert? alert = null, string? url = null) =>
        Channel(_services).SendAsync(
            Target(url ?? _receiver.Url), AlertNotification.Of(alert ?? AlertSample.Alert(), "desk"), Cancellation);

    private void Reply(int status, params (string Name, string Value)[] headers) => _receiver.Answer = context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    };
}
