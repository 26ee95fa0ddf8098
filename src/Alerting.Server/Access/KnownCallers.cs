using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Alerting.Server.Access;

/// <summary>
/// Caches the caller of each key until the keys change: hashing the key and building the claims for each request would be a good
/// part of the cost of a small request. Holds at most one entry per key.
/// </summary>
internal sealed class KnownCallers(KeyRing keys)
{
    // No result rather than a failure: the framework logs a line for each failure, and wrong keys come in floods.
    private static readonly AuthenticateResult s_unknown = AuthenticateResult.NoResult();

    private volatile BySecret _bySecret = new(0);

    /// <summary>The caller with this key, if it has been shown since the keys changed last.</summary>
    public Task<AuthenticateResult>? Known(ReadOnlySpan<char> secret) =>
        Newest().GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(secret, out var caller) ? caller : null;

    /// <summary>The caller with this key, or that nobody has it.</summary>
    public async Task<AuthenticateResult> FindAsync(string secret, CancellationToken cancellationToken)
    {
        // Read before the key is looked up: if the keys change meanwhile, the caller is cached among the old ones only.
        var newest = Newest();
        return await keys.FindAsync(secret, cancellationToken) is { } key
            ? await newest.GetOrAdd(secret, static (_, key) => Task.FromResult(AuthenticateResult.Success(TicketOf(key))), key)
            : s_unknown;
    }

    private ConcurrentDictionary<string, Task<AuthenticateResult>> Newest()
    {
        var version = keys.Version;
        var bySecret = _bySecret;
        if (bySecret.Version != version)
        {
            _bySecret = bySecret = new BySecret(version);
        }

        return bySecret;
    }

    private static AuthenticationTicket TicketOf(ApiKey key)
    {
        var identity = new ClaimsIdentity(KeyAuthentication.SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, key.Id));
        identity.AddClaim(new Claim(ClaimTypes.Name, key.Name));
        identity.AddClaims(key.Roles.Select(static r => new Claim(ClaimTypes.Role, r)));
        identity.AddClaims(key.Regions.Select(static r => new Claim(KeyAuthentication.RegionClaim, r)));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), KeyAuthentication.SchemeName);
    }

    private sealed class BySecret(long version) : ConcurrentDictionary<string, Task<AuthenticateResult>>(StringComparer.Ordinal)
    {
        public long Version { get; } = version;
    }
}
