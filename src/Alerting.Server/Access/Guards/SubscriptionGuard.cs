using Alerting.Grains.Access;
using Alerting.Grains.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Server.Access.Guards;

/// <summary>
/// The subscription that the address names. It is its owner's; an auditor reads, and an admin changes, those of others that
/// tell nothing beyond their own limits. One without an owner is anybody's who has no limits.
/// </summary>
internal sealed class SubscriptionGuard(IGrainFactory grains, OwnerLimits owners) : IResourceGuard
{
    public Resource Resource => Resource.Subscription;

    public async ValueTask<bool> AllowsAsync(GuardedRequest request) =>
        request.Part("id") is { } id
        && (!Slug.IsValid(id)
            || await grains.GetGrain<ISubscriptionGrain>(id).GetAsync() is not { } view
            || await AllowsAsync(view, request.Subject, request.Limits, request.IsRead, request.Http.RequestAborted));

    /// <param name="isRead">Whether it is only to be read.</param>
    public async ValueTask<bool> AllowsAsync(
        SubscriptionView view, Subject subject, RegionLimits limits, bool isRead, CancellationToken cancellationToken)
    {
        if (view.Owner is null)
        {
            return limits.AreNone;
        }

        if (view.Owner == subject.Id)
        {
            return true;
        }

        var ofOthers = isRead ? RoleSet.Auditor | RoleSet.Admin : RoleSet.Admin;
        if ((subject.Roles & ofOthers) == 0)
        {
            return false;
        }

        if (limits.AreNone)
        {
            return true;
        }

        var regions = view.Regions.Contains(RegionLimits.World) || view.Regions.Count == 0
            ? (await owners.OfAsync(view.Owner, view.OwnerRegions, cancellationToken)).Regions
            : view.Regions;
        return regions.Count > 0 && limits.Contain(regions);
    }
}
