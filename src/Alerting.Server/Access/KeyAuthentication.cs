using System.Globalization;
using System.Text.Encodings.Web;
using Alerting.Reports;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c>.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KnownCallers callers,
    RefusedKeys refused)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Key";
    public const string RegionClaim = "region";

    private const string Bearer = "Bearer ";

    private static readonly Task<AuthenticateResult> s_none = Task.FromResult(AuthenticateResult.NoResult());

    /// <summary>How long the caller must wait after too many invalid keys. There is one handler per request.</summary>
    private TimeSpan? _wait;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return s_none;
        }

        var secret = header.AsSpan(Bearer.Length).Trim();
        return callers.Known(secret) ?? FindAsync(secret.ToString());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_wait is { } wait)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            var fault = new Fault(FaultTypes.TooManyRequests, "Too many wrong keys were shown from this address.");
            return Problems.Of(StatusCodes.Status429TooManyRequests, fault).ExecuteAsync(Context);
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        var noKey = new Fault(FaultTypes.Unauthorized, "A key is needed: Authorization: Bearer <key>.");
        return Problems.Of(StatusCodes.Status401Unauthorized, noKey).ExecuteAsync(Context);
    }

    private async Task<AuthenticateResult> FindAsync(string secret)
    {
        var result = await callers.FindAsync(secret, Context.RequestAborted);
        if (!result.Succeeded)
        {
            _wait = refused.Count(Context.Connection.RemoteIpAddress);
        }

        return result;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Of(StatusCodes.Status403Forbidden, new Fault(FaultTypes.Forbidden, "The key does not open this.")).ExecuteAsync(Context);
}
