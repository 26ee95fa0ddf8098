using System.Net.Sockets;
using System.Text;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A TCP connection to the server on which a test sends what no HTTP library would, and reads or does not read.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };

    private NetworkStream? _stream;

    /// <summary>The same when the other side has gone.</summary>
    public NetworkStream Stream => _stream ??= _client.GetStream();

    /// <param name="receiveBuffer">Bytes that the kernel may hold of an answer that is not read; 0 for its default.</param>
    public static async Task<RawConnection> OpenAsync(Uri url, int receiveBuffer = 0)
    {
        var connection = new RawConnection();
        try
        {
            if (receiveBuffer > 0)
            {
                connection._client.ReceiveBufferSize = receiveBuffer;
            }

            await connection._client.ConnectAsync(url.Host, url.Port);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task SendAsync(string text, CancellationToken cancellationToken = default) =>
        await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Reads until the server closes or the time is over, at most 1 MB.</summary>
    public async Task<string> ReadAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience, TimeProvider.System);
        var buffer = new byte[1 << 20];
        var length = 0;
        try
        {
            while (length < buffer.Length && await Stream.ReadAsync(buffer.AsMemory(length), timeout.Token) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // What has come so far is the answer.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    public void Dispose() => _client.Dispose();
}
