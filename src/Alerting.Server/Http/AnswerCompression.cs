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

    // The exporter of metrics compresses and sets Vary by itself.
    private const string Metrics = "/metrics";

    private static readonly string[] s_types =
    [
        "application/json", Problem.ContentType, "application/geo+json", "application/x-ndjson", "application/vnd.oai.openapi+json",
        "text/plain", "application/openmetrics-text", CapDocuments.ContentType, CapFeed.ContentType, "application/xml",
    ];

    /// <summary>In order of preference.</summary>
    private readonly ICompressionProvider[] _providers = [new BrotliCompressionProvider(brotli), new GzipCompressionProvider(gzip)];

    private int _open;

    /// <summary>
    /// Answers with bytes that many are answered with; they are compressed once for all. The entity tag that is set already gets the
    /// ending of the coding.
    /// </summary>
    public static async Task WriteAsync(HttpContext context, SharedBody body)
    {
        var compression = (AnswerCompression)context.RequestServices.GetRequiredService<IResponseCompressionProvider>();
        var bytes = body.Bytes;
        if (bytes.Length >= MinLength && compression.Choose(context.Request) is { EncodingName: var coding } provider)
        {
            bytes = body.In(coding, provider.CreateStream);
            context.Response.Headers.ContentEncoding = coding;
            EntityTags.Mark(context.Response, coding);
        }

        context.Response.ContentType = body.ContentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
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
        if (Choose(context.Request) is not { } provider)
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

    /// <summary>The provider that the client prefers; null when it prefers no compression.</summary>
    private ICompressionProvider? Choose(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding.ToArray()!, out var named))
        {
            return null;
        }

        var best = _providers.MaxBy(provider => QualityOf(named, provider.EncodingName))!;
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
