using System.Net;
using System.Net.Sockets;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A receiver of webhooks that answers each connection once, or never.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly bool _answers;
    private readonly Task _accepting;
    private int _accepted;
    private int _open;
    private int _maxOpen;

    public Receiver(bool answers)
    {
        _answers = answers;
        _listener.Start(backlog: 20_000);
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}/hook");

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The most connections that were open at one time.</summary>
    public int MaxOpen => Volatile.Read(ref _maxOpen);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_ended.Token);
                Interlocked.Increment(ref _accepted);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(serving);
    }

    /// <summary>Reads until the sender closes, and says after the first read, if it says anything, that the message is taken.</summary>
    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        var open = Interlocked.Increment(ref _open);
        for (int max; open > (max = MaxOpen) && Interlocked.CompareExchange(ref _maxOpen, open, max) != max;)
        {
            // Somebody else was faster: again.
        }

        var buffer = new byte[65_536];
        try
        {
            while (await socket.ReceiveAsync(buffer, _ended.Token) > 0)
            {
                if (_answers)
                {
                    await socket.SendAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), _ended.Token);
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The sender has gone, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
