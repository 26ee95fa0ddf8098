using System.Net;

namespace Alerting.Notifications.Webhooks;

/// <summary>The targets that the operator vouches for.</summary>
internal sealed class TargetAllowList
{
    private readonly List<IPNetwork> _networks = [];
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="entries">Each must pass <see cref="IsEntry"/>.</param>
    public TargetAllowList(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            if (ParseNetwork(entry) is { } network)
            {
                _networks.Add(network);
            }
            else
            {
                _hosts.Add(entry.TrimEnd('.'));
            }
        }
    }

    public static bool IsEntry(string text) =>
        ParseNetwork(text) is not null
        || (!string.IsNullOrEmpty(text) && !text.Contains('/', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns);

    public bool AllowsHost(string host) => _hosts.Contains(host.TrimEnd('.'));

    public bool AllowsAddress(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Exists(network => network.Contains(plain));
    }

    private static IPNetwork? ParseNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        // "1" or "0x7f.1" are addresses to the parser, but no one means them so.
        return IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text == address.ToString())
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }
}
