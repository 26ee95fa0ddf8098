using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Grains.Subscriptions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Access.Guards;
using Alerting.Server.Http;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>
/// Says whose a subscription is that is put: the key's to which the body hands it over, else whose it was, else the caller's.
/// </summary>
internal sealed class SubscriptionOwners(
    IGrainFactory grains, RegionAccess access, SubscriptionGuard guard, OwnerLimits limits, KeyCache keys)
{
    private const string OwnerPath = "$.owner";

    /// <param name="wanted">As the body has it; its owner is the one that the body names.</param>
    /// <exception cref="RefusedException">It names a region that the caller or the owner may not see, or an owner that is no
    /// key.</exception>
    public async Task<Subscription> AssignAsync(Subscription wanted, Subject caller, CancellationToken cancellationToken)
    {
        var limited = access.Of(caller);
        limited.Check(wanted.Regions, "$.regions");
        var owned = await OwnedAsync(wanted, caller, limited, cancellationToken);
        var standing = await limits.OfAsync(owned, cancellationToken);
        if (standing.Ended is { } reason)
        {
            throw RefusedException.Invalid(OwnerPath, $"cannot be '{owned.Owner}': {reason}");
        }

        if (owned.Owner == caller.Id)
        {
            return owned;
        }

        var allows = limits.Allows(standing);
        if (owned.Regions.Count == 0)
        {
            // Handed to somebody who may see more, it must tell no more than before: what both may see.
            if (caller.Regions is not { } callers)
            {
                return owned;
            }

            var both = allows is null ? callers : [.. callers.Where(allows), .. standing.Regions.Where(limited.Allow).Except(callers)];
            return both.Count > 0
                ? owned with { Regions = both }
                : throw RefusedException.Invalid(OwnerPath, $"cannot be '{owned.Owner}', who may see nothing of what it tells");
        }

        for (var i = 0; allows is not null && i < owned.Regions.Count; i++)
        {
            if (!allows(owned.Regions[i]))
            {
                throw RegionLimits.Refuse(owned.Regions[i], JsonPath.Item("$.regions", i));
            }
        }

        return owned;
    }

    private async Task<Subscription> OwnedAsync(
        Subscription wanted, Subject caller, RegionLimits limited, CancellationToken cancellationToken)
    {
        var present = await grains.GetGrain<ISubscriptionGrain>(wanted.Id).GetAsync();
        if (present is not null && !await guard.AllowsAsync(present, caller, limited, isRead: false, cancellationToken))
        {
            // Somebody else has made it at this moment.
            throw new RefusedException(
                new Fault(FaultTypes.Forbidden, $"Subscription '{wanted.Id}' is another's."), StatusCodes.Status403Forbidden);
        }

        var owner = wanted.Owner ?? present?.Owner ?? caller.Id;
        if (owner == caller.Id)
        {
            return OfCaller(wanted, caller);
        }

        if (owner == present?.Owner)
        {
            var standing = await limits.OfAsync(owner, present.OwnerRegions, cancellationToken);

            // Whoever puts a subscription that nobody stands for any more stands for it.
            return standing.Ended is not null && wanted.Owner is null
                ? OfCaller(wanted, caller)
                : wanted with { Owner = owner, OwnerRegions = present.OwnerRegions };
        }

        await keys.RefreshAsync(cancellationToken);
        return keys.Current.Key(owner) is { } key && (Roles.Of(key.Roles) & Roles.Opening(Role.Desk, isRead: false)) != 0
            ? wanted with { Owner = owner, OwnerRegions = null }
            : throw RefusedException.Invalid(OwnerPath, $"must be the id of a key of the desk, and '{owner}' is none");
    }

    /// <summary>The limits of a person are not known without the person's token, so they are kept as they are now.</summary>
    private static Subscription OfCaller(Subscription wanted, Subject caller) => wanted with
    {
        Owner = caller.Id,
        OwnerRegions = caller.IsPerson ? caller.Regions ?? [] : null,
    };
}
