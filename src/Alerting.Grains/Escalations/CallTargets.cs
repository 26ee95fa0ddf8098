using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.OnCall;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications.Escalations;

namespace Alerting.Grains.Escalations;

/// <summary>Finds what a call is sent by: the latest settings of the contact, or of the subscription.</summary>
internal sealed class CallTargets(ContactCache contacts, IGrainFactory grains)
{
    /// <summary>The id of who is called, as receivers see it.</summary>
    public static string IdOf(string target) => target[(target.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>By what a call is sent, and what it may tell; or why it cannot be sent.</summary>
    public async Task<SubscribedCall> FindAsync(CallEntry call, Alert alert, CancellationToken cancellationToken)
    {
        if (call.Target.StartsWith(EscalationTargets.Subscription, StringComparison.Ordinal))
        {
            return await grains.GetGrain<ISubscriptionGrain>(IdOf(call.Target)).CallAsync(alert);
        }

        return !(await contacts.InForceAsync(cancellationToken)).TryGetValue(IdOf(call.Target), out var contact)
            ? SubscribedCall.Impossible("there is no such contact any more")
            : call.Channel >= contact.Channels.Count ? SubscribedCall.Impossible("the contact does not have this channel any more")
            : contact.Channels[call.Channel] is { Unreadable: not null }
                ? SubscribedCall.Impossible("its settings cannot be decrypted: save the contact again with its secrets")
            : new SubscribedCall(contact.Channels[call.Channel], null, alert, null);
    }
}
