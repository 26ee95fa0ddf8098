using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Webhooks;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Http;

/// <summary>
/// Sends one request for a channel: to allowed targets only, within the limits of <see cref="WebhookOptions"/>, and with a verdict
/// whatever happens. What goes wrong is told without the address, which may be a secret.
/// </summary>
internal sealed class HttpSender(
    IHttpClientFactory clients, WebhookConnections connections, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "webhook";

    /// <summary>Bytes of an answer that are read at most.</summary>
    public const int MaxAnswer = 64 * 1_024;

    /// <param name="create">Makes the request.</param>
    /// <param name="readsAnswer">Whether the body of the answer matters; else it is not waited for.</param>
    /// <param name="judge">What an answer comes to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it.</exception>
    public async Task<NotificationVerdict> SendAsync(
        Func<HttpRequestMessage> create, bool readsAnswer, Func<HttpAnswer, NotificationVerdict> judge, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = create();
            request.Headers.ConnectionClose = connections.AreMany;
            using var client = clients.CreateClient(ClientName);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var body = readsAnswer ? await ReadAsync(response.Content, either.Token).ConfigureAwait(false) : "";
            return judge(new HttpAnswer((int)response.StatusCode, body, RetryDelay(response.Headers.RetryAfter)));
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

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
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
