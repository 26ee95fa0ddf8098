using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Cluster.Tests.Tls;

/// <summary>Two processes that encrypt between themselves, on a Redis with a password that encrypts as well.</summary>
public sealed class TlsClusterTests(ITestOutputHelper output)
{
    private const string Password = "the-password-of-redis";
    private const string HookPath = "/hooks/token-in-the-path";

    private static readonly string s_secret =
        "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("a secret that Redis may not show"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_on_encrypted_connections_delivers_and_lets_in_nobody_else()
    {
        Assert.SkipWhen(RedisServer.NamedExecutable is null, $"{RedisServer.Variable} names no redis-server executable.");
        using var authority = new TestAuthority("members");
        using var stranger = new TestAuthority("strangers");
        using var files = new TemporaryDirectory();
        await using var redis = new RedisServer(RedisServer.NamedExecutable!, files.Path);
        await StartAsync(redis, authority);
        var (firstPort, secondPort) = (TestPorts.Next(), TestPorts.Next());
        await using var first = await RunningServer.StartAsync([.. Settings(redis, authority, "first", firstPort)]);
        await using var second = await RunningServer.StartAsync([.. Settings(redis, authority, "second", secondPort)]);
        second.Client.DefaultRequestHeaders.Authorization = first.Client.DefaultRequestHeaders.Authorization;

        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(first, receiver);
        await ReportAsync(second, "Ramadi", "Fallujah", "Hit", "Haditha", "Rutba");
        await second.Until(() => Task.FromResult(receiver.Count > 0), "the alert has come");

        // Whichever process has the subscription now, the other decrypts its settings.
        var before = receiver.Count;
        await first.KillAsync();
        await second.Until(
            async () =>
            {
                await ReportAsync(second, $"Town {receiver.Count} {TimeProvider.System.GetTimestamp()}");
                return receiver.Count > before;
            },
            "the process that is left delivers",
            TimeSpan.FromSeconds(90));
        Assert.All(receiver.Received, r => Assert.Equal(StandardWebhook.Sign(s_secret, r.Id, r.Timestamp, r.Body), r.Signature));

        Assert.True(await IsLetInAsync(secondPort, authority.Issue("another")));
        Assert.False(await IsLetInAsync(secondPort, stranger.Issue("stranger")));
        Assert.False(await IsLetInAsync(secondPort, null));
        SecretScan.AssertNoneIn(files.Path, s_secret, HookPath);
        Assert.DoesNotContain(Password, first.Output + second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_whose_settings_do_not_fit_together_does_not_start()
    {
        using var authority = new TestAuthority("members");
        var (certificate, _) = authority.Issue("keyless");
        var settings = new[]
        {
            ("Alerting__Redis", "127.0.0.1:1"),
            ("Alerting__Cluster__Tls__Certificate", certificate),
            ("Alerting__Cluster__Tls__Authority", authority.RootPath),
        };

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.StartAsync(settings));
        output.WriteLine(failure.Message);
        Assert.Contains("Alerting:Cluster:Tls", failure.Message, StringComparison.Ordinal);
    }

    private static async Task StartAsync(RedisServer redis, TestAuthority authority)
    {
        var (certificate, key) = authority.Issue("redis");
        await redis.RestartAsync(
            Token,
            "--port", "0", "--tls-port", redis.Port.ToString(CultureInfo.InvariantCulture), "--requirepass", Password,
            "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority.RootPath, "--tls-auth-clients", "no");
    }

    private static IEnumerable<(string Key, string Value)> Settings(RedisServer redis, TestAuthority authority, string name, int port)
    {
        var (certificate, key) = authority.Issue(name);
        yield return ("Alerting__Redis", $"{redis.Configuration},password={Password},ssl=true,sslHost=localhost");
        yield return ("SSL_CERT_FILE", authority.RootPath);
        yield return ("Alerting__Cluster__SiloPort", port.ToString(CultureInfo.InvariantCulture));
        yield return ("Alerting__Cluster__Tls__Certificate", certificate);
        yield return ("Alerting__Cluster__Tls__Key", key);
        yield return ("Alerting__Cluster__Tls__Authority", authority.RootPath);
    }

    /// <summary>Whether the port of the processes keeps a connection that shows a certificate, or none.</summary>
    private static async Task<bool> IsLetInAsync(int port, (string Certificate, string Key)? shown)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Token);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            // Whom it lets in is asked here, not who it is.
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            ClientCertificates = shown is { } paths ? [X509Certificate2.CreateFromPemFile(paths.Certificate, paths.Key)] : [],
        };
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(options, Token);

            // Orleans speaks first; with TLS 1.3 a refusal comes only now.
            return await stream.ReadAsync(new byte[1], Token) > 0;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static async Task SubscribeAsync(RunningServer server, WebhookReceiver receiver) =>
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", new JsonObject
        {
            ["thresholds"] = new JsonArray("simultaneous-assaults"),
            ["channel"] = new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = new Uri(new Uri(receiver.Url), HookPath).ToString(),
                ["secret"] = s_secret,
            },
        }.ToJsonString());

    private static async Task ReportAsync(RunningServer server, params string[] towns)
    {
        foreach (var town in towns)
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", new JsonObject
            {
                ["reportId"] = town,
                ["source"] = "wire",
                ["region"] = "IQ-AN",
                ["town"] = town,
                ["kind"] = "armed-assault",
                ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            }.ToJsonString());
        }
    }
}
