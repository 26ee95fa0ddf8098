using Alerting.Grains.Access;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Alerting.Server.Access.Oidc;

/// <summary>
/// Access tokens of an issuer: the framework's JwtBearer checks signature, issuer, audience, lifetime and algorithm, and this
/// turns what it let through into a subject.
/// </summary>
internal static class OidcAuthentication
{
    private const string Bearer = "Bearer ";

    /// <summary>How far the clocks of the issuer and of this server may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>The keys of the issuer are read again for a token that names an unknown one, but no more often than this.</summary>
    private static readonly TimeSpan s_minTimeBetweenReads = TimeSpan.FromSeconds(5);

    /// <summary>Signatures that only the issuer can make: none, and none by a secret that this server would have to share.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<OidcOptions>().BindConfiguration(OidcOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddSingleton<OidcSubjects>();
        OidcSignIn.Add(services);
        services.AddAuthentication().AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<OidcOptions>>(Configure)

            // A key that the issuer has withdrawn signs nothing any more; the framework would go on taking it for an hour.
            .PostConfigure(static bearer =>
            {
                if (bearer.ConfigurationManager is BaseConfigurationManager manager)
                {
                    manager.UseLastKnownGoodConfiguration = false;
                }
            });
    }

    /// <summary>The scheme that a request is for; null: that of keys.</summary>
    public static string? SchemeOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && !header.AsSpan(Bearer.Length).TrimStart().StartsWith(Secret.KeyPrefix, StringComparison.Ordinal)
            ? JwtBearerDefaults.AuthenticationScheme
            : null;
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<OidcOptions> configured)
    {
        var oidc = configured.Value;
        if (!oidc.IsConfigured)
        {
            return;
        }

        bearer.Authority = oidc.Authority;
        bearer.Audience = oidc.Audience;
        bearer.RequireHttpsMetadata = new Uri(oidc.Authority!).Scheme == Uri.UriSchemeHttps;
        bearer.MapInboundClaims = false;
        bearer.RefreshInterval = s_minTimeBetweenReads;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = oidc.Audience,
            ValidAlgorithms = Algorithms,
            ClockSkew = ClockSkew,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = static context =>
            {
                var subjects = context.HttpContext.RequestServices.GetRequiredService<OidcSubjects>();
                context.Principal = subjects.Of(context.Principal!, context.SecurityToken).ToPrincipal();
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = static context =>
            {
                // Wrong tokens are told of as wrong keys are: by their number, and not by a line each.
                context.NoResult();
                context.HttpContext.Items[typeof(OidcAuthentication)] = Count(context.HttpContext);
                return Task.CompletedTask;
            },
            OnChallenge = static context =>
            {
                context.HandleResponse();
                return AccessProblems.ChallengeAsync(
                    context.HttpContext, context.HttpContext.Items[typeof(OidcAuthentication)] as TimeSpan?);
            },
            OnForbidden = static context => AccessProblems.ForbidAsync(context.HttpContext),
        };
    }

    private static TimeSpan? Count(HttpContext context) =>
        context.RequestServices.GetRequiredService<RefusedKeys>().Count(context.Connection.RemoteIpAddress);
}
