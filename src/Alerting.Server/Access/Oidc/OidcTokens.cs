using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Alerting.Server.Access.Oidc;

/// <summary>
/// Judges an access token that did not come with a request exactly as one that did: what opens the API opens the console, and nothing
/// else does.
/// </summary>
internal sealed class OidcTokens(IOptionsMonitor<JwtBearerOptions> bearer, OidcSubjects subjects)
{
    /// <summary>Whose it is; null where it is not right.</summary>
    public async Task<Subject?> SubjectOfAsync(string token)
    {
        var options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = options.TokenValidationParameters.Clone();
        parameters.ConfigurationManager = options.ConfigurationManager as BaseConfigurationManager;
        foreach (var handler in options.TokenHandlers)
        {
            var result = await handler.ValidateTokenAsync(token, parameters);
            if (result.IsValid)
            {
                return subjects.Of(new ClaimsPrincipal(result.ClaimsIdentity), result.SecurityToken);
            }
        }

        return null;
    }
}
