using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Webhooks;

/// <summary>POSTs signed messages after Standard Webhooks 1.0.</summary>
internal sealed class WebhookChannel(
    IHttpClientFactory clients, WebhookConnections connections, WebhookTargetGuard guard, IOptions<WebhookOptions> options,
    TimeProvider time) : INotificationChannel
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "webhook";

    public string Type => SubscriptionChannel.Webhook;

    public Fault? Validate(SubscriptionChannel settings) => WebhookSettings.Validate(settings);

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        guard.CheckAsync(new Uri(settings.Url), cancellationToken);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        WebhookSettings.Complete(settings, present);

    public string ReceiverOf(SubscriptionChannel settings) => WebhookSettings.ReceiverOf(settings);

    public Task<NotificationVerdict> SendAsync(SubscriptionChannel settings, Alert alert, CancellationToken cancellationToken) =>
        PostAsync(settings, WebhookMessage.Of(alert), cancellationToken);

    public Task<NotificationVerdict> SendTestAsync(
        SubscriptionChannel settings, string subscriptionId, CancellationToken cancellationToken) =>
        PostAsync(settings, WebhookMessage.Test(subscriptionId, time.GetUtcNow()), cancellationToken);

    private async Task<NotificationVerdict> PostAsync(
        SubscriptionChannel settings, WebhookMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(settings, message);

            // Only the status counts, so the body of the answer is not waited for.
            using var client = clients.CreateClient(ClientName);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NotificationVerdict.Retry(null, timeout.IsCancellationRequested
                ? $"no answer within {Seconds(options.Value.Timeout)} s"
                : $"no connection within {Seconds(options.Value.ConnectTimeout)} s");
        }
        catch (HttpRequestException failure)
        {
            return new NotificationVerdict.Retry(null, Describe(failure));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was that kept the message from being sent, the owner of the subscription gets to see it.
            return new NotificationVerdict.Retry(null, $"the attempt failed: {failure.GetType().Name}: {failure.Message}");
        }
    }

    private HttpRequestMessage CreateRequest(SubscriptionChannel settings, WebhookMessage message)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ReadOnlyMemoryContent(message.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = content };
        request.Headers.ConnectionClose = connections.AreMany;
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(settings, message.Id, timestamp, message.Body.Span));
        return request;
    }

    private NotificationVerdict Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => new NotificationVerdict.Delivered(status),
            HttpStatusCode.Gone => new NotificationVerdict.Gone(status, "the receiver answered 410 Gone"),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when RetryDelay(response.Headers.RetryAfter) is { } delay =>
                new NotificationVerdict.Retry(
                    status,
                    string.Create(
                        CultureInfo.InvariantCulture, $"the receiver answered {status} and asked to wait {delay.TotalSeconds:0} s"),
                    delay),
            _ when status is >= 300 and < 400 =>
                new NotificationVerdict.Retry(status, $"the receiver answered {status}; redirects are not followed"),
            _ => new NotificationVerdict.Retry(status, $"the receiver answered {status}"),
        };
    }

    private TimeSpan? RetryDelay(RetryConditionHeaderValue? header)
    {
        var delay = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return delay is not { } value ? null
            : value < TimeSpan.Zero ? TimeSpan.Zero
            : value > RetrySchedule.MaxRetryAfter ? RetrySchedule.MaxRetryAfter
            : value;
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Describe(HttpRequestException failure) => failure.InnerException switch
    {
        WebhookTargetRefusedException refused => refused.Message,
        SocketException { SocketErrorCode: var code } => code switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name does not resolve",
            SocketError.ConnectionRefused => "the connection was refused",
            _ => $"the connection failed ({code})",
        },
        AuthenticationException tls => $"the TLS handshake failed: {tls.Message}",
        _ => $"the request failed ({failure.HttpRequestError})",
    };
}
