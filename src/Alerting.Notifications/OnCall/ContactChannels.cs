using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.OnCall;

/// <summary>
/// The channels of a contact that is put: what they leave out is taken from those that it has. A channel that is shown with
/// nothing changed keeps its secret wherever it stands in the list; one that is changed keeps it where it is the only one of its type
/// of which that can be meant. Where it is not clear whose secret is meant, it has to be stated: a guess might call somebody else.
/// </summary>
public static class ContactChannels
{
    private const string SinglePath = "$.channel";

    /// <summary>What is wrong with channels by themselves, or null, with its path in the contact.</summary>
    public static Fault? Validate(NotificationChannels channels, IReadOnlyList<SubscriptionChannel> stated)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(stated);
        for (var i = 0; i < stated.Count; i++)
        {
            if (channels.Validate(stated[i]) is { } fault)
            {
                return At(fault, i);
            }
        }

        return null;
    }

    /// <summary>What is wrong with where valid channels lead, or null, with its path in the contact; asks the network.</summary>
    public static async Task<Fault?> CheckTargetsAsync(
        NotificationChannels channels, IReadOnlyList<SubscriptionChannel> stated, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(stated);
        var faults = await Task.WhenAll(stated.Select(channel => channels.CheckTargetAsync(channel, cancellationToken)))
            .ConfigureAwait(false);
        var first = Array.FindIndex(faults, static fault => fault is not null);
        return first < 0 ? null : At(faults[first]!, first);
    }

    /// <summary>The channels as they are saved, or what is missing, with its path in the contact.</summary>
    /// <param name="channels">Those there are.</param>
    /// <param name="stated">What was sent, each valid by itself.</param>
    /// <param name="present">What they replace; empty for a new contact.</param>
    internal static (IReadOnlyList<SubscriptionChannel> Channels, Fault? Fault) Complete(
        NotificationChannels channels, IReadOnlyList<SubscriptionChannel> stated, IReadOnlyList<SubscriptionChannel> present)
    {
        var kept = Pair(stated, present);
        var completed = new SubscriptionChannel[stated.Count];
        for (var i = 0; i < stated.Count; i++)
        {
            (completed[i], var fault) = channels.For(stated[i]).Complete(stated[i], kept[i]);
            if (fault is not null)
            {
                return ([], At(fault, i));
            }
        }

        return (completed, null);
    }

    /// <summary>A fault of the settings of one channel, as one of the channel at this place of a contact.</summary>
    private static Fault At(Fault fault, int index) => fault with
    {
        Path = fault.Path?.StartsWith(SinglePath, StringComparison.Ordinal) == true
            ? $"$.channels[{index}]{fault.Path[SinglePath.Length..]}"
            : fault.Path,
    };

    /// <summary>The present channel that each of those stated replaces; null: none.</summary>
    private static SubscriptionChannel?[] Pair(IReadOnlyList<SubscriptionChannel> stated, IReadOnlyList<SubscriptionChannel> present)
    {
        var kept = new SubscriptionChannel?[stated.Count];
        var left = present.ToList();
        foreach (var group in stated.Select(static (channel, index) => (Shown: Shown(channel), Index: index)).GroupBy(static c => c.Shown))
        {
            var same = left.Where(channel => Shown(channel).Equals(group.Key)).ToList();

            // Of several that look alike, only all can be kept: which of them was left out cannot be seen.
            if (same.Count > 0 && (same.Count == group.Count() || same.Distinct().Count() == 1))
            {
                foreach (var ((_, index), channel) in group.Zip(same))
                {
                    kept[index] = channel;
                    left.Remove(channel);
                }
            }
        }

        foreach (var group in Enumerable.Range(0, stated.Count).Where(i => kept[i] is null).GroupBy(i => stated[i].Type))
        {
            if (group.ToList() is [var only] && left.Where(channel => channel.Type == group.Key).ToList() is [var replaced])
            {
                kept[only] = replaced;
            }
        }

        return kept;
    }

    /// <summary>What users see of a channel, in a form that can be compared.</summary>
    private static SubscriptionChannel Shown(SubscriptionChannel channel)
    {
        var view = ChannelView.Of(channel);
        return new SubscriptionChannel
        {
            Type = view.Type,
            Url = view.Url ?? "",
            Format = view.Format,
            To = view.To,
            Cc = view.Cc,
            Language = view.Language,
            ChatId = view.ChatId,
        };
    }
}
