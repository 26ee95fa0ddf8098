using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Alerting.Notifications.Messages;
using Alerting.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Notifications.Webhooks;

/// <summary>
/// Delivers once to nobody when the process starts, so that whatever a delivery needs (assemblies, the name resolver, TLS
/// with its certificates) is loaded by then. Loaded at the first alert instead, it may be when no file can be opened any
/// more, and what failed to load once is not tried again by the runtime as long as the process lives. It is done beside the
/// other services that start, and before requests are taken.
/// </summary>
internal sealed partial class WebhookWarmUp(IEnumerable<INotificationChannel> channels, TimeProvider clock, ILogger<WebhookWarmUp> logger)
    : IHostedLifecycleService
{
    private const string Id = "warm-up";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private Task _exercise = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _exercise = Task.Run(() => RunAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => _exercise;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await ExerciseAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotWarmedUp(exception);
        }
    }

    private async Task ExerciseAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var certificate = SelfSigned();

        // The same kind of client as the channel's, but free to go to loopback, and without its counts and limits.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        await AnswerAsync(listener, client, new Uri($"http://localhost:{port}/"), null, cancellationToken).ConfigureAwait(false);
        await AnswerAsync(listener, client, new Uri($"https://localhost:{port}/"), certificate, cancellationToken).ConfigureAwait(false);

        // What the channel itself does: loopback is refused, unless it is allowed; then nobody listens.
        listener.Stop();
        var secret = "whsec_" + Convert.ToBase64String(new byte[32]);
        var target = new SubscriptionChannel { Url = $"https://localhost:{port}/", Secret = secret };
        foreach (var channel in channels.OfType<WebhookChannel>())
        {
            var message = AlertNotification.Test(Id, clock.GetUtcNow());
            await channel.SendAsync(target, message, cancellationToken).ConfigureAwait(false);

            // Its texts are made of templates, as those of the chats.
            await channel.SendAsync(target with { Format = WebhookFormat.Alertmanager }, message, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(
        TcpListener listener, HttpClient client, Uri url, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent([]);
        var asking = client.PostAsync(url, content, cancellationToken);
        using var socket = await listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        try
        {
            if (certificate is null)
            {
                var answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray();
                await stream.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await using var tls = new SslStream(stream);
                var options = new SslServerAuthenticationOptions { ServerCertificate = certificate };
                await tls.AuthenticateAsServerAsync(options, cancellationToken).ConfigureAwait(false);
            }

            using var response = await asking.ConfigureAwait(false);
        }
        catch (Exception exception)
            when (certificate is not null && exception is IOException or HttpRequestException or AuthenticationException)
        {
            // Nobody trusts the certificate; all that it takes to find that out is loaded now.
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    [LoggerMessage(
        EventId = 155,
        Level = LogLevel.Warning,
        Message = "What deliveries need could not be loaded ahead; it is loaded when the first is made.")]
    private partial void LogNotWarmedUp(Exception exception);
}
