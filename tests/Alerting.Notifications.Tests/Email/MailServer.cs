using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Alerting.Notifications.Tests.Email;

/// <summary>A real SMTP server of NuGet: with STARTTLS and authentication where a certificate is given.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "alerting";
    public const string Password = "a password";

    private readonly SmtpServer.SmtpServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Store _store;

    private MailServer(X509Certificate2? certificate, Func<string, bool> accepts)
    {
        Port = FreePort();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port));
            if (certificate is not null)
            {
                endpoint.Certificate(certificate).AuthenticationRequired(true).AllowUnsecureAuthentication(false);
            }
        }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(_store = new Store(this));
        services.Add(new Filter(accepts));
        services.Add(new DelegatingUserAuthenticator(static (user, password) => user == User && password == Password));
        _server = new SmtpServer.SmtpServer(options, services);
        _running = _server.StartAsync(_stop.Token);
    }

    public int Port { get; }

    public IReadOnlyList<MimeMessage> Received => [.. _store.Received];

    /// <summary>Whether each session that brought a mail was encrypted and signed in.</summary>
    public IReadOnlyList<(bool IsSecure, bool IsSignedIn)> Sessions => [.. _store.Sessions];

    /// <summary>What the server says of a mail.</summary>
    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    public static MailServer Start(X509Certificate2? certificate = null, Func<string, bool>? accepts = null) =>
        new(certificate, accepts ?? (static _ => true));

    /// <summary>Signed by itself, for 127.0.0.1.</summary>
    public static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _server.Shutdown();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public ConcurrentQueue<MimeMessage> Received { get; } = new();

        public ConcurrentQueue<(bool, bool)> Sessions { get; } = new();

        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (server.Answer == SmtpResponse.Ok)
            {
                using var bytes = new MemoryStream(buffer.ToArray());
                Received.Enqueue(await MimeMessage.LoadAsync(bytes, cancellationToken));
                Sessions.Enqueue((context.Pipe.IsSecure, context.Authentication.IsAuthenticated));
            }

            return server.Answer;
        }
    }

    private sealed class Filter(Func<string, bool> accepts) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(
            ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Task.FromResult(accepts(to.AsAddress()));
    }
}
