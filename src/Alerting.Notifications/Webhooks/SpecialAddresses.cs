using System.Net;
using System.Net.Sockets;

namespace Alerting.Notifications.Webhooks;

/// <summary>
/// Addresses that are not those of a public host, after the IANA registries of IPv4 and IPv6 special-purpose addresses
/// (RFC 6890): loopback, private, link-local, shared, benchmarking, documentation, multicast, reserved.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] s_ipv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
    ];

    private static readonly IPNetwork s_globalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] s_ipv6 =
    [
        IPNetwork.Parse("2001::/23"), // Teredo, benchmarking, ORCHID
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>Whether the address, or the IPv4 address that it stands for, is special.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Any(s_ipv4, address);
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Any(s_ipv4, address.MapToIPv4());
        }

        var bytes = address.GetAddressBytes();
        return s_nat64.Contains(address) ? Any(s_ipv4, new IPAddress(bytes.AsSpan(12)))
            : s_sixToFour.Contains(address) ? Any(s_ipv4, new IPAddress(bytes.AsSpan(2, 4)))
            : !s_globalUnicast.Contains(address) || Any(s_ipv6, address);
    }

    private static bool Any(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
