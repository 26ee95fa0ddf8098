using System.Net;
using System.Net.Sockets;
using Alerting.Reports;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Keeps webhooks from reaching into the operator's own network: addresses that are not public are refused unless the
/// allow-list names them. Checked when a subscription is saved and again on every connect, for the very address
/// connected to, so that a name which changes its address in between gains nothing.
/// </summary>
public sealed class WebhookTargetGuard
{
    private static readonly IPNetwork[] s_reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/127", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly List<IPNetwork> _allowedNetworks = [];
    private readonly HashSet<string> _allowedHosts = new(StringComparer.OrdinalIgnoreCase);

    public WebhookTargetGuard(IOptions<WebhookOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var target in options.Value.AllowedTargets)
        {
            if (IPAddress.TryParse(target, out var address))
            {
                _allowedNetworks.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else if (IPNetwork.TryParse(target, out var network))
            {
                _allowedNetworks.Add(network);
            }
            else
            {
                _allowedHosts.Add(target);
            }
        }
    }

    /// <summary>Why a target may not be saved, or null. A name that does not resolve now is judged when it is connected to.</summary>
    public async Task<Fault?> CheckAsync(Uri url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        IPAddress[] addresses;
        try
        {
            addresses = await ResolveAsync(url.IdnHost, cancellationToken);
        }
        catch (SocketException)
        {
            return null;
        }

        return addresses.Length > 0 && !addresses.Any(a => IsAllowed(url.IdnHost, a))
            ? new Fault(FaultTypes.InvalidField, $"'{url.Host}' leads to a loopback, private or link-local address, which the operator's allow-list does not name.", "$.channel.url")
            : null;
    }

    /// <summary>Connects to an allowed address of a host.</summary>
    /// <exception cref="WebhookTargetRefusedException">The host has no allowed address.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var addresses = (await ResolveAsync(target.Host, cancellationToken)).Where(a => IsAllowed(target.Host, a)).ToArray();
        if (addresses.Length == 0)
        {
            throw new WebhookTargetRefusedException(target.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal bool IsAllowed(string host, IPAddress address)
    {
        if (_allowedHosts.Contains(host))
        {
            return true;
        }

        foreach (var form in FormsOf(address))
        {
            if (!_allowedNetworks.Exists(n => n.Contains(form)) && Array.Exists(s_reserved, n => n.Contains(form)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An address and the IPv4 address that an IPv6 one carries: mapped, NAT64 or 6to4.</summary>
    private static IEnumerable<IPAddress> FormsOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            yield return address.MapToIPv4();
            yield break;
        }

        yield return address;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var bytes = address.GetAddressBytes();
            if (bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]))
            {
                yield return new IPAddress(bytes.AsSpan(12, 4));
            }
            else if (bytes[0] == 0x20 && bytes[1] == 0x02)
            {
                yield return new IPAddress(bytes.AsSpan(2, 4));
            }
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
}

/// <summary>A webhook's host leads where webhooks must not go.</summary>
public sealed class WebhookTargetRefusedException(string host)
    : IOException($"'{host}' leads to a loopback, private or link-local address, which the operator's allow-list does not name.");
