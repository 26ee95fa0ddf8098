using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Alerting.Alerts;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Subscriptions;

/// <summary>POSTs signed messages after Standard Webhooks 1.0.</summary>
internal sealed class WebhookChannel(
    IHttpClientFactory clients, WebhookConnections connections, IOptions<WebhookOptions> options, TimeProvider time) : IDeliveryChannel
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "webhook";

    public string Type => SubscriptionChannel.Webhook;

    public Task<DeliveryResult> SendAsync(SubscriptionChannel target, Alert alert, CancellationToken cancellationToken) =>
        PostAsync(target, WebhookMessage.Of(alert), cancellationToken);

    public Task<DeliveryResult> SendTestAsync(SubscriptionChannel target, string subscriptionId, CancellationToken cancellationToken) =>
        PostAsync(target, WebhookMessage.Test(subscriptionId, time.GetUtcNow()), cancellationToken);

    private async Task<DeliveryResult> PostAsync(SubscriptionChannel target, WebhookMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(target, message);

            // The body of the answer says nothing that counts, so it is not waited for.
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryResult.Failed(null, timeout.IsCancellationRequested
                ? $"no answer within {Seconds(options.Value.Timeout)} s"
                : $"no connection within {Seconds(options.Value.ConnectTimeout)} s");
        }
        catch (HttpRequestException failure)
        {
            return new DeliveryResult.Failed(null, Describe(failure));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was that kept the message from being sent, the owner of the subscription gets to see it.
            return new DeliveryResult.Failed(null, $"the attempt failed: {failure.GetType().Name}: {failure.Message}");
        }
    }

    private HttpRequestMessage CreateRequest(SubscriptionChannel target, WebhookMessage message)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ReadOnlyMemoryContent(message.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
        request.Headers.ConnectionClose = connections.AreMany;
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(target, message.Id, timestamp, message.Body.Span));
        return request;
    }

    private DeliveryResult Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => new DeliveryResult.Delivered(status),
            HttpStatusCode.Gone => new DeliveryResult.Gone(),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when RetryDelay(response.Headers.RetryAfter) is { } delay =>
                new DeliveryResult.RetryAfter(status, delay),
            _ when status is >= 300 and < 400 =>
                new DeliveryResult.Failed(status, $"the receiver answered {status}; redirects are not followed"),
            _ => new DeliveryResult.Failed(status, $"the receiver answered {status}"),
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
