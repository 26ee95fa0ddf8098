using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>
/// One keep-alive connection that sends bytes made beforehand and reads answers: just enough HTTP/1.1 (RFC 9112) for
/// the servers measured here. An HttpClient costs as much of the shared cores as the server that it asks.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 << 10];
    private int _filled;
    private int _body;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    /// <summary>The body of the last answer as it came over the wire: with the sizes of its chunks, where it has any.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_body, _end - _body);

    /// <summary>Head of the last answer.</summary>
    public string Head => Encoding.ASCII.GetString(_buffer, 0, _body);

    /// <summary>A header of the last answer that has it.</summary>
    public string Header(string name) =>
        Head.Split("\r\n").First(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        return new RawConnection(socket);
    }

    /// <returns>The status of the answer, which has then been read to its end.</returns>
    public async ValueTask<int> AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await SendAsync(request, cancellationToken);
        _filled = 0;
        _body = -1;
        _end = -1;
        while (_end < 0 || _filled < _end)
        {
            await ReadMoreAsync(cancellationToken);
            _end = EndOfAnswer();
        }

        return int.Parse(_buffer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Asks, and takes nothing but success for an answer.</summary>
    public async ValueTask SucceedAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var status = await AskAsync(request, cancellationToken);
        if (status is < 200 or > 299)
        {
            throw new InvalidOperationException($"Answered {status}: {Encoding.UTF8.GetString(Body)}");
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    /// <summary>Reads until what has come since the last call of this method or before it ends in the text: for streams.</summary>
    public async Task ReadUntilAsync(byte[] text, CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _buffer.AsSpan(0, _filled).IndexOf(text);
            if (at >= 0)
            {
                var rest = at + text.Length;
                Buffer.BlockCopy(_buffer, rest, _buffer, 0, _filled - rest);
                _filled -= rest;
                return;
            }

            await ReadMoreAsync(cancellationToken);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellationToken);
        _filled += read > 0 ? read : throw new EndOfStreamException("The server closed the connection.");
    }

    /// <summary>Where the answer ends, or -1 while that cannot be told.</summary>
    private int EndOfAnswer()
    {
        if (_body < 0)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return -1;
            }

            _body = end + 4;
        }

        var head = _buffer.AsSpan(0, _body);
        if (IndexOfHeader(head, "\r\nContent-Length: "u8) is var length and >= 0)
        {
            _ = Utf8Parser.TryParse(head[length..], out int bytes, out _);
            return _body + bytes;
        }

        return IndexOfHeader(head, "\r\nTransfer-Encoding: chunked"u8) < 0 ? _body : EndOfChunks();
    }

    private int EndOfChunks()
    {
        var at = _body;
        while (at < _filled)
        {
            var line = _buffer.AsSpan(at, _filled - at).IndexOf("\r\n"u8);
            if (line < 0 || !Utf8Parser.TryParse(_buffer.AsSpan(at, line), out int size, out _, 'x'))
            {
                return -1;
            }

            at += line + 2 + size + 2;
            if (size == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Behind the name, as the servers measured here write it, in whatever case.</summary>
    private static int IndexOfHeader(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var at = 0; at + name.Length <= head.Length; at++)
        {
            if (head[at] == '\r' && Ascii.EqualsIgnoreCase(head.Slice(at, name.Length), name))
            {
                return at + name.Length;
            }
        }

        return -1;
    }
}
