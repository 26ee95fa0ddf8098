using Alerting.Grains.Silences;
using Alerting.Server.Silences;

namespace Alerting.Server.Access.Guards;

/// <summary>The silence that the address names, as it is now, or as it was before it was deleted.</summary>
internal sealed class SilenceGuard(IGrainFactory grains) : IResourceGuard
{
    public Resource Resource => Resource.Silence;

    public async ValueTask<bool> AllowsAsync(GuardedRequest request)
    {
        if (request.Part("id") is not { } id)
        {
            return false;
        }

        if (request.Limits.AreNone)
        {
            return true;
        }

        var versions = await grains.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key).VersionsAsync(id);
        return versions.LastOrDefault(static version => version.Definition is not null)?.Definition is not { } last
            || (request.IsRead ? SilenceAccess.IsShown(last, request.Limits) : SilenceAccess.IsWithin(last, request.Limits));
    }
}
