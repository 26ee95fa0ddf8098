using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Hosting;

/// <summary>
/// Section <c>Alerting:Http</c> of the configuration: how long the server waits for callers. Long enough for a bad line, but
/// limited, so that a silent caller does not hold resources for ever.
/// </summary>
public sealed class HttpOptions
{
    public const string Section = "Alerting:Http";

    /// <summary>From the first byte of a request to the end of its header, 1 s..5 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may stay open between two requests, 1 s..1 h. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Bytes per second, on average, at which a body has to come, streams of reports apart; 1..1,000,000. Default 240,
    /// which a satellite line still does.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinRequestRate { get; set; } = 240;

    /// <summary>
    /// Bytes per second, on average, at which an answer has to be taken, those to streams of reports apart; 1..1,000,000.
    /// Default 240.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinResponseRate { get; set; } = 240;

    /// <summary>How long a body or an answer may stay below its rate at the beginning, 2 s..1 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan RateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A body of which nothing comes for so long is given up: 408; 1 s..10 min. Default 30 s. An average rate says little
    /// about one that began with megabytes and then fell silent.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxBodySilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Within which a JSON body must have come, 1 s..1 h. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxBodyDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A stream of reports of which nothing comes for so long is ended: what came is stored and answered, the rest cut
    /// off; 1 s..24 h. Default 5 min: routers and balancers forget silent connections at about that age. A reporter with
    /// nothing to report sends a blank line.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "24:00:00")]
    public TimeSpan MaxStreamSilence { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Bytes that JSON bodies, beyond the first 64 KiB of each, may take together while they are read and answered,
    /// 16 MiB..4 GiB; requests for which there is no room are answered with 503. Default 128 MiB.
    /// </summary>
    [Range(16L << 20, 4L << 30)]
    public long MaxBufferedBytes { get; set; } = 128L << 20;

    /// <summary>
    /// Bytes that the decoders of compressed bodies may take together, 64 MiB..8 GiB: in one half 64 KiB each for gzip and
    /// deflate, 192 KiB for br, 320 KiB for zstd; in the other the windows of br, up to 16 MiB as the sender says, and of
    /// zstd, as much as was decoded up to 8 MiB. Requests for which there is no room are answered with 503. Default 256 MiB.
    /// </summary>
    [Range(64L << 20, 8L << 30)]
    public long MaxDecoderBytes { get; set; } = 256L << 20;
}
