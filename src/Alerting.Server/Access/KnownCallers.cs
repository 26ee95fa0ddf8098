using System.Collections.Concurrent;
using System.Security.Claims;
using Alerting.Access;
using Alerting.Grains.Access;
using Microsoft.AspNetCore.Authentication;

namespace Alerting.Server.Access;

/// <summary>
/// Caches the caller of each key and session until the keys change: hashing a key and building the identity for each request
/// would be a good part of the cost of a small request. Holds at most one entry per key, former key and session.
/// </summary>
internal sealed class KnownCallers(KeyCache keys, TimeProvider clock)
{
    // No result rather than a failure: the framework logs a line for each failure, and wrong keys come in floods.
    private static readonly AuthenticateResult s_unknown = AuthenticateResult.NoResult();
    private static readonly Task<AuthenticateResult> s_over = Task.FromResult(s_unknown);

    private volatile BySecret _bySecret = new(KeyIndex.Empty);

    /// <summary>The caller who shows this, if it has been shown since the keys changed last.</summary>
    public Task<AuthenticateResult>? Known(ReadOnlySpan<char> secret) =>
        Find(secret) is { } caller ? Answer(caller) : null;

    /// <summary>Who shows this; null where it has not been shown since the keys changed last, or is over.</summary>
    public ClaimsPrincipal? KnownPrincipal(ReadOnlySpan<char> secret) =>
        Find(secret) is { } caller && IsLet(caller) ? caller.Principal : null;

    /// <summary>The caller who shows this, or that nobody is known by it.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">The store is away and the keys were never
    /// read.</exception>
    public async Task<AuthenticateResult> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (!Secret.IsKey(secret) && !Secret.IsSession(secret))
        {
            return s_unknown;
        }

        if (await keys.FindAsync(Secret.HashOf(secret), cancellationToken) is not { } shown
            || shown.IsSession != Secret.IsSession(secret))
        {
            return s_unknown;
        }

        // If the keys have changed since it was found, it is cached among the old ones only.
        var newest = Newest();
        var caller = newest.Index.Find(shown.Hash) == shown
            ? newest.GetOrAdd(secret, static (_, shown) => new Caller(shown), shown)
            : new Caller(shown);
        return await Answer(caller);
    }

    private Caller? Find(ReadOnlySpan<char> secret) =>
        Newest().GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(secret, out var caller) ? caller : null;

    private Task<AuthenticateResult> Answer(Caller caller) => IsLet(caller) ? caller.Answer : s_over;

    /// <summary>Whether what was shown still holds, which counts as a use of it.</summary>
    private bool IsLet(Caller caller)
    {
        if (caller.Until is { } until && clock.GetUtcNow() >= until)
        {
            return false;
        }

        // One write in several seconds, however many requests there are.
        var round = keys.UseRound;
        if (caller.UsedIn != round)
        {
            caller.UsedIn = round;
            keys.Used(caller.KeyId);
        }

        return true;
    }

    private BySecret Newest()
    {
        var index = keys.Current;
        var bySecret = _bySecret;
        if (bySecret.Index != index)
        {
            _bySecret = bySecret = new BySecret(index);
        }

        return bySecret;
    }

    private sealed class BySecret(KeyIndex index) : ConcurrentDictionary<string, Caller>(StringComparer.Ordinal)
    {
        public KeyIndex Index { get; } = index;
    }

    private sealed class Caller
    {
        public Caller(Credential shown)
        {
            var key = shown.Key;
            var kind = shown.IsSession ? SubjectKind.Session : SubjectKind.Key;
            var subject = new Subject(key.Id, key.Name, kind, Roles.Of(key.Roles), key.Regions.Count == 0 ? null : key.Regions)
            {
                Credential = shown.Hash,
                EndsAt = shown.Until,
            };
            (KeyId, Until) = (key.Id, shown.Until);
            Principal = subject.ToPrincipal();
            Answer = Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Principal, KeyAuthentication.SchemeName)));
        }

        public string KeyId { get; }

        public DateTimeOffset? Until { get; }

        public ClaimsPrincipal Principal { get; }

        /// <summary>Who it is, as the framework is told.</summary>
        public Task<AuthenticateResult> Answer { get; }

        /// <summary>The last round of reporting uses in which it was shown.</summary>
        public int UsedIn { get; set; } = -1;
    }
}
