using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>What came back.</summary>
/// <param name="Status">0 when the server closed the connection instead of answering.</param>
/// <param name="Body">The beginning of the body.</param>
/// <param name="Goes">Whether the connection may be used again.</param>
internal sealed record FuzzAnswer(int Status, string Head, string Body, bool Goes)
{
    public static FuzzAnswer None { get; } = new(0, "", "", false);
}

/// <summary>A connection that is kept as long as the server keeps it, and reads answers of HTTP/1.1 whatever was asked.</summary>
internal sealed class FuzzConnection(RawConnection raw) : IDisposable
{
    private const int MaxExcerpt = 2_000;

    // Asked for once: a connection that has ended gives none.
    private readonly NetworkStream _stream = raw.Stream;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    public static async Task<FuzzConnection> OpenAsync(Uri url) => new(await RawConnection.OpenAsync(url));

    /// <summary>Sends a request and reads its answer; of one that does not end, its head.</summary>
    /// <exception cref="OperationCanceledException">There was no answer in time.</exception>
    public async Task<FuzzAnswer> ExchangeAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(request.Bytes, cancellationToken);
            if (!request.IsWhole)
            {
                _stream.Socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server may answer and close before it has read all; the answer is still to be read.
        }

        try
        {
            return await ReadAsync(request.IsHead, cancellationToken);
        }
        catch (IOException)
        {
            return FuzzAnswer.None;
        }
    }

    public void Dispose() => raw.Dispose();

    private async Task<FuzzAnswer> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            head.Append(line).Append('\n');
        }

        var text = head.ToString();
        if (!text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
        {
            return FuzzAnswer.None;
        }

        var status = int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var goes = !Has(text, "Connection: close");
        if (isHead || status is 204 or 304)
        {
            return new FuzzAnswer(status, text, "", goes);
        }

        if (Has(text, "Content-Type: text/event-stream"))
        {
            return new FuzzAnswer(status, text, "", Goes: false);
        }

        var body = new StringBuilder();
        if (Has(text, "Transfer-Encoding: chunked"))
        {
            while (await LineAsync(cancellationToken) is { Length: > 0 } size
                && int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
            {
                await SkipAsync(length, body, cancellationToken);
                await LineAsync(cancellationToken);
            }

            await LineAsync(cancellationToken);
        }
        else if (text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var value = text[(at + "Content-Length: ".Length)..];
            await SkipAsync(
                int.Parse(value[..value.IndexOf('\n', StringComparison.Ordinal)], CultureInfo.InvariantCulture), body,
                cancellationToken);
        }
        else
        {
            goes = false;
        }

        return new FuzzAnswer(status, text, body.ToString(), goes);
    }

    private static bool Has(string head, string header) => head.Contains("\n" + header, StringComparison.OrdinalIgnoreCase);

    /// <summary>A line without its end; null at the end of the connection.</summary>
    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return null;
            }

            var found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var length = found < 0 ? _end - _start : found;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, length));
            _start += length;
            if (found >= 0)
            {
                _start++;
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    private async Task SkipAsync(int length, StringBuilder excerpt, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new IOException("The answer ends early.");
            }

            var part = Math.Min(length, _end - _start);
            excerpt.Append(Encoding.UTF8.GetString(_buffer, _start, Math.Max(0, Math.Min(part, MaxExcerpt - excerpt.Length))));
            _start += part;
            length -= part;
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await _stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
