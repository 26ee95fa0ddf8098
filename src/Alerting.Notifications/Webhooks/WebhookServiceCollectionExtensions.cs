using System.Net;
using Alerting.Notifications.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Webhooks;

/// <summary>Registers the webhook channel.</summary>
internal static class WebhookServiceCollectionExtensions
{
    private const int KiB = 1_024;

    /// <summary>Adds the webhook channel, its HTTP client and the <see cref="WebhookTargetGuard"/>.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.TryAddSingleton<WebhookTargetGuard>();
        services.TryAddSingleton<WebhookConnections>();
        services.TryAddSingleton<HttpSender>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, WebhookChannel>());
        services.AddHostedService<WebhookWarmUp>();

        // URLs hold tokens more often than not, so the client's own logging stays out; connections, not handlers, are
        // renewed, so that names are resolved (and checked) again.
        services.AddHttpClient(HttpSender.ClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("Alerting-Webhooks/1.0");
            })
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(
                provider.GetRequiredService<WebhookConnections>(), provider.GetRequiredService<IOptions<WebhookOptions>>().Value));
        return services;
    }

    private static SocketsHttpHandler CreateHandler(WebhookConnections connections, WebhookOptions options) => new()
    {
        ConnectCallback = connections.ConnectAsync,

        // An attempt that ends does not end the connecting that it began, so that has a limit of its own.
        ConnectTimeout = options.ConnectTimeout < options.Timeout ? options.ConnectTimeout : options.Timeout,
        MaxConnectionsPerServer = options.MaxConnectionsPerHost,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 8 * KiB,
        ResponseDrainTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    };
}
