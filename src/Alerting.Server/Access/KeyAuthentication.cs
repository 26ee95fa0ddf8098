using System.Text.Encodings.Web;
using Alerting.Reports;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c>, or without that header the cookie of a session.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KnownCallers callers,
    RefusedKeys refused)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Key";

    private const string Bearer = "Bearer ";

    private static readonly Task<AuthenticateResult> s_none = Task.FromResult(AuthenticateResult.NoResult());

    /// <summary>How long the caller must wait after too many invalid keys. There is one handler per request.</summary>
    private TimeSpan? _wait;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return SessionCookie.Read(Request) is { } session
                ? callers.Known(session) ?? callers.FindAsync(session, Context.RequestAborted)
                : s_none;
        }

        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return s_none;
        }

        var key = KeyOf(header);
        return key.IsEmpty ? RefuseAsync() : callers.Known(key) ?? FindAsync(key.ToString());
    }

    /// <summary>The key that an Authorization header shows; empty where it shows none.</summary>
    public static ReadOnlySpan<char> KeyOf(string header)
    {
        var secret = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Bearer.Length).Trim() : [];

        // A session is taken from its cookie only, which the rules for pages of other sites go by.
        return secret.StartsWith(Grains.Access.Secret.SessionPrefix, StringComparison.Ordinal) ? [] : secret;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AccessProblems.ChallengeAsync(Context, _wait);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessProblems.ForbidAsync(Context);

    private async Task<AuthenticateResult> FindAsync(string secret)
    {
        var result = await callers.FindAsync(secret, Context.RequestAborted);
        return result.Succeeded ? result : await RefuseAsync();
    }

    private Task<AuthenticateResult> RefuseAsync()
    {
        _wait = refused.Count(Context.Connection.RemoteIpAddress);
        return s_none;
    }
}

/// <summary>How a request is answered whose caller is not known, or may not do it.</summary>
internal static class AccessProblems
{
    /// <param name="wait">How long the caller must wait after too many wrong keys; null: it need not.</param>
    public static Task ChallengeAsync(HttpContext context, TimeSpan? wait) => Challenge(context.Response, wait).ExecuteAsync(context);

    /// <inheritdoc cref="ChallengeAsync"/>
    public static IResult Challenge(HttpResponse response, TimeSpan? wait)
    {
        if (wait is { } time)
        {
            return Problems.TooMany(response, time, "Too many wrong keys were shown from this address.");
        }

        response.Headers.WWWAuthenticate = "Bearer";
        var noKey = new Fault(FaultTypes.Unauthorized, "A key is needed: Authorization: Bearer <key>.");
        return Problems.Of(StatusCodes.Status401Unauthorized, noKey);
    }

    public static Task ForbidAsync(HttpContext context) => Problems.Of(
        StatusCodes.Status403Forbidden,
        new Fault(FaultTypes.Forbidden, "The roles or regions of the caller do not open this.")).ExecuteAsync(context);
}
