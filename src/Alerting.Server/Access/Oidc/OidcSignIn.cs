using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Server.Access.Sessions;
using Alerting.Server.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Alerting.Server.Access.Oidc;

/// <summary>
/// Signs people in to the console by the issuer of their organisation: authorization code with PKCE (RFC 6749, 7636), followed by this
/// server, which opens a session as a key does. No token ever reaches the page.
/// </summary>
internal static partial class OidcSignIn
{
    private const string Scheme = "OidcSignIn";
    private const string Begin = "/sign-in/oidc";
    private const string Callback = "/sign-in/oidc/callback";

    /// <summary>The issuer, or somebody who forged its answer, did not say who it is.</summary>
    private const string Failed = "/?sign-in=failed";

    /// <summary>The issuer said who it is, and that opens nothing here.</summary>
    private const string Refused = "/?sign-in=refused";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<OidcTokens>();
        services.AddAuthentication().AddOpenIdConnect(Scheme, static _ => { });
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<OidcOptions>>(Configure);
    }

    public static void Map(WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<OidcOptions>>().Value.SignsIn)
        {
            // It is asked at every request whether that is an answer of the issuer.
            app.Services.GetRequiredService<IAuthenticationSchemeProvider>().RemoveScheme(Scheme);
        }

        app.MapGet("/sign-in/methods", static (HttpContext context, [FromServices] IOptions<OidcOptions> oidc) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new SignInMethods(oidc.Value.SignsIn));
        }).OpenToAll().ExcludeFromDescription();
        app.MapGet(Begin, static (string? to, [FromServices] IOptions<OidcOptions> oidc) => oidc.Value.SignsIn
            ? Results.Challenge(new AuthenticationProperties { RedirectUri = IsOwn(to) ? to : "/" }, [Scheme])
            : Results.NotFound()).OpenToAll().ExcludeFromDescription();
    }

    /// <summary>Whether an address is one of this server's pages: whoever made the link must not lead people elsewhere.</summary>
    internal static bool IsOwn(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.AsSpan().ContainsAnyInRange('\0', '\x1f');

    private static void Configure(OpenIdConnectOptions connect, IOptions<OidcOptions> configured)
    {
        var oidc = configured.Value;
        if (!oidc.SignsIn)
        {
            return;
        }

        connect.Authority = oidc.Authority;
        connect.ClientId = oidc.ClientId;
        connect.ClientSecret = oidc.ClientSecret;
        connect.RequireHttpsMetadata = new Uri(oidc.Authority!).Scheme == Uri.UriSchemeHttps;
        connect.CallbackPath = Callback;
        connect.ResponseType = OpenIdConnectResponseType.Code;
        connect.UsePkce = true;
        connect.MapInboundClaims = false;
        connect.DisableTelemetry = true;
        connect.TokenValidationParameters.ValidAlgorithms = OidcAuthentication.Algorithms;
        connect.TokenValidationParameters.ClockSkew = OidcAuthentication.ClockSkew;
        connect.Scope.Clear();
        foreach (var scope in oidc.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            connect.Scope.Add(scope);
        }

        // The answer is a link that the browser follows, with which such cookies are sent, over plain HTTP too; as a form it would not be.
        connect.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (var cookie in new[] { connect.CorrelationCookie, connect.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        connect.Events = new OpenIdConnectEvents
        {
            OnTokenValidated = static context =>
            {
                context.HttpContext.Items[typeof(OidcSignIn)] = context.TokenEndpointResponse?.AccessToken;
                return Task.CompletedTask;
            },
            OnTicketReceived = static async context =>
            {
                var subject = context.HttpContext.Items[typeof(OidcSignIn)] is string token
                    ? await context.HttpContext.RequestServices.GetRequiredService<OidcTokens>().SubjectOfAsync(token) : null;
                var isOpen = await OpenAsync(context.HttpContext, subject);
                context.Response.Redirect(isOpen && IsOwn(context.ReturnUri) ? context.ReturnUri! : Refused);
                context.HandleResponse();
            },
            OnRemoteFailure = static context =>
            {
                LogFailed(LoggerOf(context.HttpContext), context.Failure?.Message);
                context.Response.Redirect(Failed);
                context.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    private static async Task<bool> OpenAsync(HttpContext context, Subject? subject)
    {
        var services = context.RequestServices;
        if (subject is null || subject.Roles == RoleSet.None)
        {
            LogRefused(LoggerOf(context), subject?.Id);
            services.GetRequiredService<RefusedKeys>().Count(context.Connection.RemoteIpAddress);
            return false;
        }

        var person = new StoredPerson(subject.Name, Roles.Of(subject.Roles), subject.Regions ?? []);
        return await services.GetRequiredService<SessionOpener>().OpenAsync(context, subject.Actor, person);
    }

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcSignIn).FullName!);

    [LoggerMessage(1, LogLevel.Warning, "Somebody was not signed in by the issuer: {Failure}")]
    private static partial void LogFailed(ILogger logger, string? failure);

    [LoggerMessage(2, LogLevel.Warning,
        "The issuer signed in {Subject}, whose access token opens nothing here: it must name this server as its audience, a known role "
        + "and regions.")]
    private static partial void LogRefused(ILogger logger, string? subject);
}
