using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Alerting.TestKit;

/// <summary>
/// The endpoints by which an issuer signs a person in: authorization code (RFC 6749, 4.1) with PKCE (RFC 7636). Whoever comes is Ann, at
/// once. A code is good once, for the client and address for which it was given, and only with the verifier of its challenge.
/// </summary>
public sealed class IssuerSignIn(Issuer issuer)
{
    public const string ClientId = "alerting-console";

    private readonly ConcurrentDictionary<string, Given> _codes = new(StringComparer.Ordinal);
    private int _redeemed;

    /// <summary>Ann's; null: the claim is left out.</summary>
    public string[]? Roles { get; set; } = ["desk"];

    public string[]? Regions { get; set; } = ["IQ"];

    /// <summary>For whom the access token is.</summary>
    public string Audience { get; set; } = Issuer.Audience;

    /// <summary>Whether Ann declines.</summary>
    public bool Declines { get; set; }

    /// <summary>Codes for which tokens were given.</summary>
    public int Redeemed => _redeemed;

    internal void Map(WebApplication app)
    {
        app.MapGet("/authorize", (HttpRequest request) => Authorize(request.Query));
        app.MapPost("/token", async (HttpRequest request) => Redeem(await request.ReadFormAsync()));
    }

    private IResult Authorize(IQueryCollection query)
    {
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256"
            || query["code_challenge"].ToString().Length != 43 || !query["scope"].ToString().Split(' ').Contains("openid"))
        {
            return Results.BadRequest("invalid_request");
        }

        var (back, state) = (query["redirect_uri"].ToString(), Uri.EscapeDataString(query["state"].ToString()));
        if (Declines)
        {
            return Results.Redirect($"{back}?error=access_denied&state={state}");
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        _codes[code] = new Given(back, query["code_challenge"].ToString(), query["nonce"].ToString());
        return Results.Redirect($"{back}?code={code}&state={state}");
    }

    private IResult Redeem(IFormCollection form)
    {
        if (form["grant_type"] != "authorization_code" || form["client_id"] != ClientId
            || !_codes.TryRemove(form["code"].ToString(), out var given) || form["redirect_uri"] != given.Back
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != given.Challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        Interlocked.Increment(ref _redeemed);
        return Results.Text(
            new JsonObject
            {
                ["access_token"] = issuer.Token(Roles, Regions, Audience),
                ["id_token"] = issuer.Token(null, null, ClientId, nonce: given.Nonce),
                ["token_type"] = "Bearer",
                ["expires_in"] = 300,
            }.ToJsonString(),
            "application/json");
    }

    private sealed record Given(string Back, string Challenge, string Nonce);
}
