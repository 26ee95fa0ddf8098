using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary>
/// Counts invalid keys by address and minute: an address that guesses keys must wait, and causes one line of the log a minute
/// instead of one per key. The number of addresses is limited; further ones are counted together.
/// </summary>
internal sealed partial class RefusedKeys(IOptions<RateLimitOptions> options, TimeProvider clock, ILogger<RefusedKeys> logger)
{
    /// <summary>Addresses that are counted separately.</summary>
    public const int MaxAddresses = 1_000;

    private const int IPv6NetworkBytes = 8;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private static readonly IPAddress s_others = IPAddress.None;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Window> _windows = [];
    private readonly List<RefusedMinute> _ended = [];

    /// <summary>Counts an invalid key.</summary>
    /// <returns>How long this address must wait before its next try; null if it need not.</returns>
    public TimeSpan? Count(IPAddress? address)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            var window = WindowOf(Network(address ?? s_others), now);
            window.Count++;
            return window.Count > options.Value.FailedSignIns ? s_window - clock.GetElapsedTime(window.Begun, now) : null;
        }
    }

    /// <summary>The minutes that have ended and were not taken yet.</summary>
    /// <param name="all">Those that have not ended, too.</param>
    public IReadOnlyList<RefusedMinute> TakeEnded(bool all)
    {
        lock (_gate)
        {
            Forget(clock.GetTimestamp(), all);
            RefusedMinute[] ended = [.. _ended];
            _ended.Clear();
            return ended;
        }
    }

    private Window WindowOf(IPAddress network, long now)
    {
        if (!_windows.TryGetValue(network, out var window))
        {
            if (_windows.Count >= MaxAddresses)
            {
                Forget(now);
            }

            if (_windows.Count >= MaxAddresses)
            {
                network = s_others;
            }

            if (!_windows.TryGetValue(network, out window))
            {
                _windows[network] = window = new Window(now, clock.GetUtcNow());
                LogFirst(Shown(network));
                return window;
            }
        }

        if (clock.GetElapsedTime(window.Begun, now) >= s_window)
        {
            End(network, window);
            _windows[network] = window = new Window(now, clock.GetUtcNow());
        }

        return window;
    }

    /// <summary>Removes addresses that have sent no invalid key for a minute.</summary>
    private void Forget(long now, bool all = false)
    {
        foreach (var (network, window) in _windows)
        {
            if (all || clock.GetElapsedTime(window.Begun, now) >= s_window)
            {
                End(network, window);
                _windows.Remove(network);
            }
        }
    }

    private void End(IPAddress network, Window window)
    {
        if (window.Count > 1)
        {
            LogMore(window.Count, Shown(network));
        }

        // Taken every few seconds; if not, as many are kept as addresses are told apart.
        if (_ended.Count < MaxAddresses)
        {
            _ended.Add(new RefusedMinute(Shown(network), window.At, window.Count));
        }
    }

    /// <summary>What one party typically controls: an IPv4 address, or an IPv6 network of 64 bits.</summary>
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(IPv6NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private static string Shown(IPAddress network) => ReferenceEquals(network, s_others) ? "further addresses" : network.ToString();

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "A wrong key was shown from {Address}. Further ones are counted and told of after a minute.")]
    private partial void LogFirst(string address);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "{Count} wrong keys were shown from {Address} within a minute.")]
    private partial void LogMore(int count, string address);

    private sealed class Window(long begun, DateTimeOffset at)
    {
        public long Begun { get; } = begun;

        public DateTimeOffset At { get; } = at;

        public int Count { get; set; }
    }
}

/// <summary>Invalid keys that were shown from an address within a minute.</summary>
/// <param name="Address">Of a network of IPv6 the first one; <c>further addresses</c> for those that are counted together.</param>
/// <param name="At">When the first one was shown.</param>
internal sealed record RefusedMinute(string Address, DateTimeOffset At, int Count);
