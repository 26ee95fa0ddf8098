using System.Net;
using System.Net.Sockets;
using Alerting.Notifications;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Notifications.Tests.Webhooks;

public sealed class WebhookTargetGuardTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:a9fe:a9fe")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2002:c0a8:101::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Special_addresses_are_known(string address) => Assert.True(SpecialAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("11.0.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700::1111")]
    public void Public_addresses_are_not_special(string address) => Assert.False(SpecialAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/x")]
    [InlineData("http://127.1/x")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://[::1]:8080/")]
    [InlineData("http://[::ffff:169.254.169.254]/latest/meta-data")]
    [InlineData("https://inside.example/hook")]
    [InlineData("https://INSIDE.example./hook")]
    [InlineData("https://mixed.example/hook")]
    public async Task Refuses_to_save_what_leads_inside(string url)
    {
        var fault = await Guard().CheckAsync(new Uri(url), TestContext.Current.CancellationToken);
        Assert.Equal((FaultTypes.InvalidField, "$.channel.url"), (fault?.Type, fault?.Path));
    }

    [Theory]
    [InlineData("https://outside.example/hook")]
    [InlineData("https://nowhere.example/hook")]
    [InlineData("http://8.8.8.8/")]
    public async Task Lets_pass_what_leads_outside_or_nowhere(string url) =>
        Assert.Null(await Guard().CheckAsync(new Uri(url), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("10.0.0.0/8", "https://inside.example/hook")]
    [InlineData("10.1.2.3", "https://inside.example/hook")]
    [InlineData("10.0.0.0/8", "http://[::ffff:10.0.0.1]/")]
    [InlineData("inside.example", "https://INSIDE.example/hook")]
    [InlineData("::1", "http://[::1]/")]
    [InlineData("127.0.0.0/8", "http://127.0.0.1:9/")]
    public async Task What_the_operator_allows_passes(string allowed, string url) =>
        Assert.Null(await Guard(allowed).CheckAsync(new Uri(url), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("10.2.0.0/16", "https://inside.example/hook")]
    [InlineData("other.example", "https://inside.example/hook")]
    public async Task Allowing_something_else_does_not_help(string allowed, string url) =>
        Assert.NotNull(await Guard(allowed).CheckAsync(new Uri(url), TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_name_that_leads_elsewhere_by_the_time_of_the_connect_is_refused_then()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var asked = 0;
        var guard = new WebhookTargetGuard(
            Options.Create(new WebhookOptions()),
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(++asked == 1 ? "8.8.8.8" : "127.0.0.1")]));

        Assert.Null(await guard.CheckAsync(new Uri("https://rebinding.example/"), cancellationToken));
        await Assert.ThrowsAsync<WebhookTargetRefusedException>(
            () => guard.ConnectAsync(new DnsEndPoint("rebinding.example", 443), cancellationToken).AsTask());
    }

    [Fact]
    public async Task Connects_to_the_allowed_one_of_several_addresses()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var guard = new WebhookTargetGuard(
            Options.Create(Allow("127.0.0.1")),
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]));

        using var socket =
            await guard.ConnectAsync(new DnsEndPoint("mixed.example", ((IPEndPoint)listener.LocalEndpoint).Port), cancellationToken);
        using var accepted = await listener.AcceptSocketAsync(cancellationToken);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)accepted.LocalEndPoint!).Address);
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("hooks.intranet", true)]
    [InlineData("localhost", true)]
    [InlineData("10.1.2.3/8", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("not a host", false)]
    [InlineData("https://host", false)]
    [InlineData("", false)]
    public void Options_are_checked_at_start(string target, bool valid) =>
        Assert.Equal(valid, new WebhookOptionsValidator().Validate(null, Allow(target)).Succeeded);

    [Fact]
    public void A_timeout_has_bounds()
    {
        Assert.True(new WebhookOptionsValidator().Validate(null, new() { Timeout = TimeSpan.Zero }).Failed);
        Assert.True(new WebhookOptionsValidator().Validate(null, new() { Timeout = TimeSpan.FromHours(1) }).Failed);
    }

    [Fact]
    public void Numbers_of_connections_have_bounds()
    {
        Assert.True(new WebhookOptionsValidator().Validate(null, new() { MaxConnections = 0 }).Failed);
        Assert.True(new WebhookOptionsValidator().Validate(null, new() { MaxConnectionsPerHost = 0 }).Failed);
        Assert.True(new WebhookOptionsValidator().Validate(null, new() { ConnectTimeout = TimeSpan.Zero }).Failed);
        Assert.True(
            new WebhookOptionsValidator().Validate(null, new() { MaxConnections = 10_000, MaxConnectionsPerHost = 1_000 }).Succeeded);
    }

    private static WebhookOptions Allow(params string[] targets)
    {
        var options = new WebhookOptions();
        foreach (var target in targets)
        {
            options.AllowedTargets.Add(target);
        }

        return options;
    }

    private static WebhookTargetGuard Guard(params string[] allowed) =>
        new(Options.Create(Allow(allowed)), (host, _) => host.TrimEnd('.').ToUpperInvariant() switch
    {
        "INSIDE.EXAMPLE" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3")]),
        "MIXED.EXAMPLE" => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Parse("fd00::1")]),
        "OUTSIDE.EXAMPLE" => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Parse("2001:4860:4860::8888")]),
        _ => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)),
    });
}
