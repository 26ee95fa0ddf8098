using System.Buffers;
using System.IO.Compression;
using Alerting.Notifications.Cap;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Http;

/// <summary>
/// Compresses answers for clients that ask for it, with the framework's middleware and within limits. Live feeds are not
/// compressed: there may be ten thousand of them, and each would hold a compressor as long as it is open. Lines that are answered
/// one by one are compressed and sent one by one.
/// </summary>
internal sealed class AnswerCompression(
    IServiceProvider services,
    IOptions<ResponseCompressionOptions> options,
    IOptions<BrotliCompressionProviderOptions> brotli,
    IOptions<GzipCompressionProviderOptions> gzip)
    : ResponseCompressionProvider(services, options)
{
    /// <summary>
    /// Answers that are compressed at one time. A compressor takes up to a megabyte until its client has taken the answer, so
    /// that slow clients could fill the memory; further answers are not compressed.
    /// </summary>
    public const int MaxOpen = 128;

    /// <summary>Smaller answers, in bytes, are not compressed, since that would cost more than it saves.</summary>
    private const int MinLength = 1 << 10;

    /// <summary>Bytes that are written at a time of an answer of many pieces.</summary>
    private const int WriteSize = 64 << 10;

    // The exporter of metrics compresses and sets Vary by itself.
    private const string Metrics = "/metrics";

    private static readonly string[] s_types =
    [
        "application/json", Problem.ContentType, "application/geo+json", "application/x-ndjson", "application/vnd.oai.openapi+json",
        "text/plain", "application/openmetrics-text", CapDocuments.ContentType, CapFeed.ContentType, "application/xml",
    ];

    /// <summary>In order of preference.</summary>
    private readonly ICompressionProvider[] _providers = [new BrotliCompressionProvider(brotli), new GzipCompressionProvider(gzip)];

    // What is in many answers is compressed part by part with gzip, and anew for each answer with brotli.
    private readonly ICompressionProvider[] _sharedProviders = [new GzipCompressionProvider(gzip), new BrotliCompressionProvider(brotli)];

    private int _open;

    /// <summary>
    /// Answers with bytes that many are answered with; they are compressed once for all. The entity tag that is set already gets the
    /// ending of the coding.
    /// </summary>
    public static async Task WriteAsync(HttpContext context, SharedBody body)
    {
        var compression = (AnswerCompression)context.RequestServices.GetRequiredService<IResponseCompressionProvider>();
        var response = context.Response;
        response.ContentType = body.ContentType;
        var coding = body.Length < MinLength ? null : Choose(compression._sharedProviders, context.Request);
        if (coding is not null)
        {
            response.Headers.ContentEncoding = coding.EncodingName;
            EntityTags.Mark(response, coding.EncodingName);
        }

        if (coding is GzipCompressionProvider)
        {
            await WriteAsync(response, body.Gzipped, context.RequestAborted);
            return;
        }

        var bytes = coding is null ? body.Bytes : body.In(coding.EncodingName, coding.CreateStream);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(static compression =>
        {
            // Compression under TLS tells an eavesdropper how much of what he has a victim send occurs in the answer
            // (BREACH). There is nothing to win here: no answer holds a secret (keys and signing secrets are never given
            // back), and a browser adds no credentials to a request by itself, for there are no cookies. An answer with a
            // secret in it, or sessions by cookie, would have to be left out.
            compression.EnableForHttps = true;
            compression.MimeTypes = s_types;
        });
        services.Configure<BrotliCompressionProviderOptions>(static brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(static gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>();
    }

    public static void Use(IApplicationBuilder app)
    {
        // On answers that are not compressed too, so that no cache gives one form to a client that takes only the other.
        app.Use(static (context, next) =>
        {
            if (context.Request.Path != Metrics)
            {
                context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            }

            return next(context);
        });
        app.UseResponseCompression();
    }

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < MinLength
        && StringValues.IsNullOrEmpty(context.Response.Headers.ContentEncoding)
        && base.ShouldCompressResponse(context);

    /// <summary>Called once for an answer, when its first byte is written; null leaves it as it is.</summary>
    public override ICompressionProvider? GetCompressionProvider(HttpContext context)
    {
        // The framework's own choice takes a coding that is refused by name to be among those of "*".
        if (Choose(_providers, context.Request) is not { } provider)
        {
            return null;
        }

        if (Interlocked.Increment(ref _open) > MaxOpen)
        {
            Interlocked.Decrement(ref _open);
            return null;
        }

        context.Response.RegisterForDispose(new OpenAnswer(this));
        EntityTags.Mark(context.Response, provider.EncodingName);
        return provider;
    }

    /// <summary>Writes many small pieces as few large ones, since each is sent by itself.</summary>
    private static async Task WriteAsync(
        HttpResponse response, IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        response.ContentLength = pieces.Sum(static piece => (long)piece.Length);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(response.ContentLength.Value, WriteSize));
        try
        {
            var filled = 0;
            foreach (var piece in pieces)
            {
                for (var rest = piece; rest.Length > 0;)
                {
                    var taken = Math.Min(rest.Length, buffer.Length - filled);
                    rest[..taken].CopyTo(buffer.AsMemory(filled));
                    (rest, filled) = (rest[taken..], filled + taken);
                    if (filled == buffer.Length)
                    {
                        await response.Body.WriteAsync(buffer, cancellationToken);
                        filled = 0;
                    }
                }
            }

            await response.Body.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The one of some providers that the client prefers; null when it prefers no compression.</summary>
    private static ICompressionProvider? Choose(ICompressionProvider[] providers, HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding.ToArray()!, out var named))
        {
            return null;
        }

        var best = providers.MaxBy(provider => QualityOf(named, provider.EncodingName))!;
        return QualityOf(named, best.EncodingName) > 0 ? best : null;
    }

    private static double QualityOf(IList<StringWithQualityHeaderValue> named, string coding) =>
        (named.FirstOrDefault(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            ?? named.FirstOrDefault(static one => one.Value == "*")) switch
        {
            null => 0,
            { Quality: var quality } => quality ?? 1,
        };

    private sealed class OpenAnswer(AnswerCompression compression) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref compression._open);
    }
}
