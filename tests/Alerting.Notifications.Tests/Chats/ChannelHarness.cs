using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Telegram;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Notifications.Tests.Chats;

/// <summary>The channels as the product registers them, and a server to which they send.</summary>
internal sealed class ChannelHarness : IAsyncDisposable
{
    public const string PublicUrl = "https://alerts.example.org";

    private readonly ServiceProvider _services;

    private ChannelHarness(
        WebhookReceiver receiver, TimeProvider clock, string? publicUrl, IReadOnlyDictionary<string, string?>? more)
    {
        Receiver = receiver;
        Dictionary<string, string?> settings = new()
        {
            [$"{WebhookOptions.Section}:AllowedTargets:0"] = "127.0.0.0/8",
            [$"{TelegramOptions.Section}:Url"] = Origin,
            ["Alerting:PublicUrl"] = publicUrl,
            ["Alerting:Smtp:Host"] = "127.0.0.1",
            ["Alerting:Smtp:From"] = "Alerting <alerts@example.org>",
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string?>())
        {
            settings[key] = value;
        }

        _services = new ServiceCollection()
            .AddSingleton(clock)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddNotifications()
            .BuildServiceProvider();
    }

    public WebhookReceiver Receiver { get; }

    public string Origin => new Uri(Receiver.Url).GetLeftPart(UriPartial.Authority);

    public NotificationChannels Channels => _services.GetRequiredService<NotificationChannels>();

    public static async Task<ChannelHarness> StartAsync(
        TimeProvider? clock = null, string? publicUrl = PublicUrl, IReadOnlyDictionary<string, string?>? more = null) =>
        new(await WebhookReceiver.StartAsync(), clock ?? new FakeTimeProvider(AlertSample.Start.AddMinutes(3)), publicUrl, more);

    public static AlertNotification Message(Alert? alert = null) => AlertNotification.Of(alert ?? AlertSample.Alert(), "desk");

    public static AlertNotification Test() => AlertNotification.Test("desk", AlertSample.Start);

    /// <summary>The words in which all channels tell.</summary>
    public static MessageTexts Texts() => new(
        Options.Create(new NotificationOptions { PublicUrl = PublicUrl }), TimeProvider.System, NullLogger<MessageTexts>.Instance);

    public Task<NotificationVerdict> SendAsync(SubscriptionChannel settings, NotificationMessage? message = null) =>
        Channels.For(settings).SendAsync(settings, message ?? Message(), TestContext.Current.CancellationToken);

    /// <summary>What was posted last.</summary>
    public JsonNode Posted => Receiver.Received[^1].Json;

    public void Answer(int status, string body = "", params (string Name, string Value)[] headers) => Receiver.Answer = context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
