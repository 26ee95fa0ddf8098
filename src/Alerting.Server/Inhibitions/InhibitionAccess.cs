using System.Security.Claims;
using Alerting.Grains.Hosting;
using Alerting.Grains.Inhibitions;
using Alerting.Inhibitions;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.Inhibitions;

/// <summary>The inhibitions, and what a caller may see and change of them.</summary>
internal sealed class InhibitionAccess(RegionAccess access, IGrainFactory grains)
{
    /// <summary>What is said where no more can be kept.</summary>
    public const string Full =
        $"There are as many inhibitions as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Inhibitions)}).";

    public IInhibitionCatalogGrain Catalog => grains.GetGrain<IInhibitionCatalogGrain>(IInhibitionCatalogGrain.Key);

    /// <summary>The regions of a caller.</summary>
    public RegionLimits LimitsOf(ClaimsPrincipal user) => access.Of(user);

    /// <inheritdoc cref="CatalogAnswers.ChangeAsync"/>
    public Task<InhibitionChange?> ChangeAsync(HttpContext context, string id, Func<int?, Task<InhibitionChange>> change) =>
        CatalogAnswers.ChangeAsync(context, () => Catalog.VersionsAsync(id), change);
}
