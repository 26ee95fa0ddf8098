using Alerting.Alerts;
using Alerting.Grains.Access;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Keeps a subscription within the present limits of its owner: asked before revisions are taken and before each attempt, so
/// that what ended the owner needs no message to get here.
/// </summary>
internal sealed class SubscriptionOwner(SubscriptionJournal journal, OwnerLimits limits, ISubscriptionHost host)
{
    /// <summary>Whether the owner may see a region now; null: all. Disables the subscription where nobody stands for it.</summary>
    public async ValueTask<Func<string, bool>?> LimitsAsync()
    {
        while (journal.State.Definition is { } definition)
        {
            var standing = await limits.OfAsync(definition, host.Stopping);
            if (journal.State.Definition != definition)
            {
                // It was replaced meanwhile, maybe by another owner's.
                continue;
            }

            if (standing.Ended is { } reason && definition.Enabled)
            {
                journal.Raise(journal.State.OwnerEnded(reason, host.Now));
                await host.CommitAsync();
            }

            return limits.Allows(standing);
        }

        return null;
    }

    /// <inheritdoc cref="ISubscriptionGrain.CallAsync"/>
    public async Task<SubscribedCall> CallAsync(Alert alert)
    {
        var isAllowed = await LimitsAsync();
        return journal.State.Definition switch
        {
            null => SubscribedCall.Impossible("there is no such subscription"),
            { Enabled: false } => SubscribedCall.Impossible("the subscription is disabled"),
            _ when isAllowed?.Invoke(alert.Region.Code) == false =>
                SubscribedCall.Impossible("the region is outside the limits of the subscription's owner"),
            var definition => new SubscribedCall(definition.Channel, definition.Template, alert.Without(definition.Redact), null),
        };
    }

    /// <summary>The owner's key was revoked: the subscription is disabled, unless it was handed over.</summary>
    /// <param name="disabled">Called with what it was before, where it is disabled by this.</param>
    /// <returns>Whether it was this owner's.</returns>
    public async Task<bool> EndAsync(string owner, string reason, Action<SubscriptionView> disabled)
    {
        host.EnsureWritable();
        var isOwned = journal.State.Definition?.Owner == owner;
        if (isOwned)
        {
            var before = journal.State.View!;
            journal.Raise(journal.State.OwnerEnded(reason, host.Now));
            if (before.Enabled)
            {
                disabled(before);
            }
        }

        await host.CommitAsync();
        return isOwned;
    }
}
