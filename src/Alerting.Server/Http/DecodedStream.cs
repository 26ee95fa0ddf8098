namespace Alerting.Server.Http;

/// <summary>
/// The decoded content of a compressed body. A few bytes may decode to gigabytes, so the decoded bytes are limited in proportion
/// to the received ones. Then a compressed body costs its reader no more than a plain one.
/// </summary>
internal sealed class DecodedStream : ReadOnlyStream
{
    /// <summary>
    /// Decoded bytes per received byte. Deflate makes at most 1,032 of one, so gzip is never refused because of this; br and zstd
    /// have no such limit. Real reports reach about thirty. A byte that decodes to so much of an endless line, or of blank lines,
    /// takes a fraction of a microsecond to skip, no more than a byte of a plain body of invalid lines: ten gigabytes from ten
    /// megabytes take some seconds, for which the sender has to send all ten megabytes.
    /// </summary>
    public const int MaxRatio = 1_100;

    /// <summary>
    /// Decoded bytes that are allowed whatever the ratio; bodies that are read whole have lower limits of their own.
    /// </summary>
    public const long Free = 16 << 20;

    /// <summary>Bytes that are decoded before the thread is given to others.</summary>
    private const int MaxStretch = 1 << 20;

    private readonly ContentCoding _coding;
    private readonly CompressedStream _compressed;
    private readonly MemoryRoom.Share _own;
    private readonly MemoryRoom.Share _window;
    private readonly Stream _decoder;
    private byte _first;
    private long _decoded;
    private int _stretch;
    private bool _ended;

    /// <exception cref="BodyCutException">There is no room for one more decoder.</exception>
    public DecodedStream(ContentCoding coding, CompressedStream compressed, DecoderRoom room)
    {
        (_coding, _compressed, _own, _window) = (coding, compressed, room.Decoders.Open(), room.Windows.Open());
        _own.Grow(coding.Memory);
        compressed.Begins = Begin;
        _decoder = coding.Open(compressed);
    }

    /// <exception cref="BadHttpRequestException">The data is damaged or truncated, or decodes to too much.</exception>
    /// <exception cref="BodyCutException">The body does not come, or there is no room for what the decoder remembers.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended)
        {
            return 0;
        }

        if (_stretch >= MaxStretch)
        {
            _stretch = 0;
            await Task.Yield();
        }

        var count = await DecodeAsync(buffer, cancellationToken);
        _decoded += count;
        _stretch += count;
        if (_decoded > Free && (_decoded - Free) / MaxRatio > _compressed.Taken)
        {
            throw new BadHttpRequestException(
                $"The body holds more than {MaxRatio} times as many bytes as it has in {_coding.Name}.",
                StatusCodes.Status413PayloadTooLarge);
        }

        if (count > 0)
        {
            _window.Grow(_coding.Window(_first, _decoded));
        }
        else if (!buffer.IsEmpty)
        {
            // At the end the decoder is released at once, because answering may take long.
            Release();
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
        }

        base.Dispose(disposing);
    }

    private void Begin(byte first)
    {
        _first = first;
        _window.Grow(_coding.Window(first, 0));
    }

    private void Release()
    {
        _ended = true;
        _decoder.Dispose();
        _window.Dispose();
        _own.Dispose();
    }

    private async ValueTask<int> DecodeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await _decoder.ReadAsync(buffer, cancellationToken);
            return count > 0 || buffer.IsEmpty || await _compressed.ReadAsync(new byte[1], cancellationToken) == 0
                ? count
                : throw new InvalidDataException("There is more behind its end.");
        }
        catch (Exception exception) when (ContentCoding.IsDamage(exception))
        {
            throw new BadHttpRequestException(
                $"The body breaks off, is damaged, or is no {_coding.Name}.", StatusCodes.Status400BadRequest, exception);
        }
    }
}
