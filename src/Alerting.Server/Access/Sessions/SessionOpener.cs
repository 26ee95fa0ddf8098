using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Server.Audit;

namespace Alerting.Server.Access.Sessions;

/// <summary>Opens sessions: kept beside the keys, so that every process knows them, and told to the browser as a cookie.</summary>
internal sealed class SessionOpener(IGrainFactory grains, KeyCache keys, TimeProvider clock)
{
    /// <param name="opener">The key, or the person, that it acts for.</param>
    /// <param name="person">What a person may do, who has no key.</param>
    /// <returns>False where the key was revoked at this moment.</returns>
    public async Task<bool> OpenAsync(HttpContext context, Actor opener, StoredPerson? person)
    {
        var now = clock.GetUtcNow();
        var secret = Secret.NewSession();
        var session = new StoredSession(Secret.HashOf(secret), opener.Id, now, now + SessionCookie.Lifetime, person);
        var opened = await grains.GetGrain<IKeysGrain>(IKeysGrain.Key).OpenSessionAsync(session, Acts.Of(context, opener));
        if (opened.Outcome != KeyChangeOutcome.Done)
        {
            return false;
        }

        keys.Used(opener.Id);
        await keys.RefreshAsync(context.RequestAborted);
        SessionCookie.Write(context, secret);
        context.Response.Headers.CacheControl = "no-store";
        return true;
    }
}
