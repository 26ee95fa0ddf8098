using Alerting.Regions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Hosting;

/// <summary>Configuration section <c>Alerting:Cors</c>.</summary>
public sealed class CorsOptions
{
    public const string Section = "Alerting:Cors";

    /// <summary>
    /// Origins (<c>https://desk.example.org</c>) whose pages may call the API from a browser. Default none: only pages that
    /// this server serves itself.
    /// </summary>
    public IList<string> Origins { get; } = [];
}

internal sealed class CorsOptionsValidator : IValidateOptions<CorsOptions>
{
    public ValidateOptionsResult Validate(string? name, CorsOptions options) =>
        options.Origins.FirstOrDefault(static origin => !IsOrigin(origin)) is { } wrong
            ? ValidateOptionsResult.Fail($"{CorsOptions.Section}:Origins: '{wrong}' is not an origin such as https://desk.example.org.")
            : ValidateOptionsResult.Success;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Lets pages of the allowed origins call the API and read what it says in headers.</summary>
internal static class Cors
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<CorsOptions>().BindConfiguration(CorsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsValidator>();
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>()
            .Configure<IOptions<CorsOptions>>(static (cors, allowed) => cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. allowed.Value.Origins])
                .AllowAnyMethod()
                .WithHeaders(
                    HeaderNames.Authorization,
                    HeaderNames.ContentType,
                    HeaderNames.Accept,
                    HeaderNames.IfMatch,
                    HeaderNames.IfNoneMatch,
                    "Last-Event-ID")
                .WithExposedHeaders(
                    HeaderNames.ETag, HeaderNames.Link, HeaderNames.Location, HeaderNames.RetryAfter, RegionPage.VersionHeader)));
    }
}
