using System.Net;
using System.Net.Sockets;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Webhooks;

/// <summary>
/// Keeps webhooks from being aimed at what only this server can reach. Asked when a subscription is saved, so that its
/// owner hears of it, and on every connect, which alone protects: a name may lead elsewhere by then.
/// </summary>
internal sealed class WebhookTargetGuard
{
    private readonly TargetAllowList _allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    public WebhookTargetGuard(IOptions<WebhookOptions> options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="options">Holds the allow-list.</param>
    /// <param name="resolve">Addresses of a host name; throws <see cref="SocketException"/> when there are none.</param>
    internal WebhookTargetGuard(IOptions<WebhookOptions> options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _allowed = new(options.Value.AllowedTargets);
        _resolve = resolve;
    }

    /// <summary>Whether the URL leads to a refused address as names resolve now. A name that does not resolve passes:
    /// it is checked again whenever it is connected to.</summary>
    /// <param name="url">A URL that passed <see cref="WebhookSettings.Validate"/>.</param>
    /// <param name="cancellationToken">Gives up resolving.</param>
    /// <returns>What is wrong with <c>$.channel.url</c>, or null.</returns>
    public async Task<Fault?> CheckAsync(Uri url, CancellationToken cancellationToken)
    {
        var host = url.IdnHost;
        IPAddress[] addresses;
        try
        {
            addresses = await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }

        return addresses.All(address => IsAllowed(host, address)) ? null
            : new Fault(FaultTypes.InvalidField, Refusal(host), "$.channel.url");
    }

    /// <summary>As <see cref="CheckAsync"/>, where a URL is stated: else that of before is kept, or the channel's own taken.</summary>
    public Task<Fault?> CheckStatedAsync(string url, CancellationToken cancellationToken) =>
        url.Length == 0 ? Task.FromResult<Fault?>(null) : CheckAsync(new Uri(url), cancellationToken);

    /// <summary>Connects to an allowed address of the endpoint: the very address that was checked.</summary>
    /// <exception cref="WebhookTargetRefusedException">No address of the host is allowed.</exception>
    /// <exception cref="SocketException">The host does not resolve, or no address answers.</exception>
    public async ValueTask<Socket> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        var refused = 0;
        SocketException? last = null;
        foreach (var address in addresses)
        {
            if (!IsAllowed(endPoint.Host, address))
            {
                refused++;
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, endPoint.Port), cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                last = failure;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw (Exception?)last
            ?? (refused > 0 ? new WebhookTargetRefusedException(Refusal(endPoint.Host))
                : new SocketException((int)SocketError.HostNotFound));
    }

    private static string Refusal(string host) =>
        $"'{host}' leads to a loopback, private or otherwise special address, which the operator's allow-list "
        + $"({WebhookOptions.Section}:AllowedTargets) does not name.";

    private bool IsAllowed(string host, IPAddress address) =>
        !SpecialAddresses.Contains(address) || _allowed.AllowsAddress(address) || _allowed.AllowsHost(host);

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await _resolve(host, cancellationToken).ConfigureAwait(false);
}

/// <summary>A webhook's host has no address that may be connected to.</summary>
internal sealed class WebhookTargetRefusedException(string message) : Exception(message);
