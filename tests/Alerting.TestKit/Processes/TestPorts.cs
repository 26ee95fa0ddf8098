using System.Net;
using System.Net.Sockets;

namespace Alerting.TestKit;

/// <summary>
/// TCP ports for processes that a test starts. They lie below those that the kernel gives away by itself
/// (ip_local_port_range begins at 32768): between choosing one and listening there, no connection and no other
/// process that asks for any port can get it. Each test process takes them in turn from a stretch of its own.
/// </summary>
public static class TestPorts
{
    private const int First = 10_000;
    private const int Stretches = 200;
    private const int PortsOfOne = 110;

    private static readonly int s_stretch = First + (Environment.ProcessId % Stretches * PortsOfOne);
    private static int s_next = Random.Shared.Next(PortsOfOne);

    /// <summary>A port of loopback that nobody listens on.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < PortsOfOne; tries++)
        {
            var port = s_stretch + (int)((uint)Interlocked.Increment(ref s_next) % PortsOfOne);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's: the next one.
            }
        }

        throw new InvalidOperationException($"No port from {s_stretch} on is free.");
    }
}
