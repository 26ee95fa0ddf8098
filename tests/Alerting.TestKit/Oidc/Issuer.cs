using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Alerting.TestKit;

/// <summary>
/// An OpenID Connect issuer on loopback: its discovery document, its keys, tokens that it signs, and the sign-in of a person by code.
/// </summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string Audience = "alerting";

    private readonly WebApplication _app;
    private RSA _rsa = RSA.Create(2048);
    private int _generation = 1;

    private Issuer(WebApplication app, Uri url)
    {
        (_app, Url) = (app, url);
        SignIn = new IssuerSignIn(this);
    }

    public Uri Url { get; }

    /// <summary>Signs a person in, for clients that send people here.</summary>
    public IssuerSignIn SignIn { get; }

    public string Authority => Url.ToString().TrimEnd('/');

    private string KeyId => $"key-{_generation}";

    private RsaSecurityKey Key => new(_rsa) { KeyId = KeyId };

    public static async Task<Issuer> StartAsync()
    {
        var url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url.ToString());
        var app = builder.Build();
        var issuer = new Issuer(app, url);
        app.MapGet("/.well-known/openid-configuration", () => Results.Text(issuer.Discovery(), "application/json"));
        app.MapGet("/jwks", () => Results.Text(issuer.KeySet(), "application/json"));
        issuer.SignIn.Map(app);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>Signs with a new key from now on, and publishes that alone.</summary>
    public void Rotate()
    {
        _rsa = RSA.Create(2048);
        _generation++;
    }

    /// <summary>A token that is right but for what the test changes.</summary>
    public string Token(
        string[]? roles, string[]? regions, string audience = Audience, string? issuer = null, TimeSpan? expiresIn = null,
        TimeSpan? validIn = null, SigningCredentials? signing = null, string? nonce = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = "ann-1", ["name"] = "Ann" };
        if (roles is not null)
        {
            claims["roles"] = roles;
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        if (regions is not null)
        {
            claims["regions"] = regions;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            Claims = claims,
            IssuedAt = now.AddMinutes(-10),
            NotBefore = now + (validIn ?? TimeSpan.FromMinutes(-10)),
            Expires = now + (expiresIn ?? TimeSpan.FromMinutes(5)),
            SigningCredentials = signing ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Signed by somebody else under the name of the issuer's key.</summary>
    public SigningCredentials Forged() => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256);

    /// <summary>Signed with the issuer's public key taken for a shared secret.</summary>
    public SigningCredentials Confused() => new(
        new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = KeyId },
        SecurityAlgorithms.HmacSha256);

    /// <summary>The same claims without a signature.</summary>
    public static string Unsigned(string token)
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
        return $"{header}.{token.Split('.')[1]}.";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Discovery() => new JsonObject
    {
        ["issuer"] = Authority,
        ["jwks_uri"] = $"{Authority}/jwks",
        ["authorization_endpoint"] = $"{Authority}/authorize",
        ["token_endpoint"] = $"{Authority}/token",
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    }.ToJsonString();

    private string KeySet()
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
                ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            }),
        }.ToJsonString();
    }
}
