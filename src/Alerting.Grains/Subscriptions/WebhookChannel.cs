using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Subscriptions;

/// <summary>Delivers revisions by signed POST after Standard Webhooks 1.0 (standardwebhooks.com).</summary>
internal sealed class WebhookChannel(IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider clock)
{
    /// <summary>Name of the HTTP client: guarded, without redirects, proxies and cookies.</summary>
    public const string Client = "webhook";

    private static readonly TimeSpan s_mostRetryAfter = TimeSpan.FromHours(24);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    public async Task<DeliveryResult> SendAsync(Subscription subscription, Alert alert, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var activity = AlertingTelemetry.Source.StartActivity("deliver", ActivityKind.Producer);
        activity?.SetTag("alerting.alert.id", alert.AlertId);
        activity?.SetTag("alerting.subscription.id", subscription.Id);
        try
        {
            using var request = Request(subscription, alert);
            using var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new DeliveryResult(DeliveryOutcome.Failed, null, $"No answer within {options.Value.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UriFormatException)
        {
            return new DeliveryResult(DeliveryOutcome.Failed, null, exception.GetBaseException().Message);
        }
    }

    /// <summary>The body of a revision: the same on every try.</summary>
    internal static byte[] Body(Alert alert)
    {
        using var buffer = new MemoryStream(2_048);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, TypeOf(alert));
            json.WriteString("timestamp"u8, Instants.Format(alert.UpdatedAt));
            json.WritePropertyName("data"u8);
            JsonSerializer.Serialize(json, alert, AlertJson.Wire.Alert);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    internal static string TypeOf(Alert alert) => "alert." + alert.Change.ToString().ToLowerInvariant();

    private HttpRequestMessage Request(Subscription subscription, Alert alert)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{alert.AlertId}.{alert.Revision}");
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var body = Body(alert);
        var content = new ByteArrayContent(body) { Headers = { ContentType = s_json } };
        var request = new HttpRequestMessage(HttpMethod.Post, subscription.Channel.Url) { Content = content };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(subscription.Channel.Secret!, id, timestamp, body));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Alerting", "1"));
        return request;
    }

    private DeliveryResult Read(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return new DeliveryResult(DeliveryOutcome.Delivered, status, null);
        }

        var outcome = response.StatusCode == HttpStatusCode.Gone ? DeliveryOutcome.Gone : DeliveryOutcome.Failed;
        var wait = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? RetryAfter(response.Headers.RetryAfter)
            : null;
        return new DeliveryResult(outcome, status, $"The receiver answered {status}.", wait);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return wait is { } some ? TimeSpan.FromTicks(Math.Clamp(some.Ticks, 0, s_mostRetryAfter.Ticks)) : null;
    }
}

/// <param name="Status">HTTP status, or null without an answer.</param>
/// <param name="RetryAfter">How long the receiver asks to wait.</param>
internal sealed record DeliveryResult(DeliveryOutcome Outcome, int? Status, string? Error, TimeSpan? RetryAfter = null);

internal enum DeliveryOutcome
{
    Delivered,
    Failed,

    /// <summary>410: the receiver wants nothing more.</summary>
    Gone,
}
