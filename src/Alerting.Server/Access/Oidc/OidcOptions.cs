using Microsoft.Extensions.Options;

namespace Alerting.Server.Access.Oidc;

/// <summary>Configuration section <c>Alerting:Oidc</c>: access tokens of an OpenID Connect issuer, beside keys.</summary>
public sealed class OidcOptions
{
    public const string Section = "Alerting:Oidc";

    /// <summary>
    /// Address of the issuer, whose <c>/.well-known/openid-configuration</c> names its keys: https, or http on loopback. Default
    /// none: keys only.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>What tokens for this server name as their audience. Required with <see cref="Authority"/>.</summary>
    public string? Audience { get; set; }

    /// <summary>Name of the claim with the roles; one or several. Default <c>roles</c>.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>Name of the claim with the codes of regions; <c>*</c> is the world. Default <c>regions</c>.</summary>
    public string RegionsClaim { get; set; } = "regions";

    /// <summary>
    /// As what the console is registered with the issuer, with <c>/sign-in/oidc/callback</c> of this server as its redirect address.
    /// Default none: people sign in by keys only.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>Secret of the client, where the issuer has given it one. Default none: PKCE alone.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// What the console asks the issuer for, with spaces between: it must lead to an access token for <see cref="Audience"/>. Default
    /// <c>openid profile</c>.
    /// </summary>
    public string Scope { get; set; } = "openid profile";

    /// <summary>Whether people may sign in to the console by the issuer.</summary>
    public bool SignsIn => IsConfigured && !string.IsNullOrEmpty(ClientId);

    /// <summary>Whether tokens are taken.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(Authority);
}

internal sealed class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        if (!options.IsConfigured)
        {
            return string.IsNullOrEmpty(options.ClientId)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{OidcOptions.Section}:ClientId needs an :Authority to sign in with.");
        }

        var faults = new List<string>();
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var issuer)
            || (issuer.Scheme != Uri.UriSchemeHttps && !(issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback)))
        {
            faults.Add($"{OidcOptions.Section}:Authority must be an https address, such as https://login.example.org/realm.");
        }

        if (string.IsNullOrEmpty(options.Audience))
        {
            faults.Add($"{OidcOptions.Section}:Audience is required with :Authority: tokens for other services must not open this one.");
        }

        if (string.IsNullOrEmpty(options.RolesClaim) || string.IsNullOrEmpty(options.RegionsClaim))
        {
            faults.Add($"{OidcOptions.Section}:RolesClaim and :RegionsClaim must not be empty.");
        }

        if (options.SignsIn && !options.Scope.Split(' ').Contains("openid", StringComparer.Ordinal))
        {
            faults.Add($"{OidcOptions.Section}:Scope must have openid among what is asked for.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
