using Alerting.Notifications.Texts;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications;

/// <summary>The channels there are, by type.</summary>
public sealed class NotificationChannels
{
    private readonly MessageTexts _texts;
    private readonly Dictionary<string, INotificationChannel> _byType;

    internal NotificationChannels(IEnumerable<INotificationChannel> channels, MessageTexts texts)
    {
        _byType = channels.ToDictionary(static channel => channel.Type, StringComparer.Ordinal);
        _texts = texts;
    }

    /// <summary>The channel that serves these settings.</summary>
    /// <exception cref="InvalidOperationException">There is none of that type.</exception>
    public INotificationChannel For(SubscriptionChannel settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _byType.GetValueOrDefault(settings.Type) ?? throw new InvalidOperationException($"There is no channel '{settings.Type}'.");
    }

    /// <summary>What is wrong with where valid settings lead, or null; asks the network.</summary>
    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        For(settings).CheckTargetAsync(settings, cancellationToken);

    /// <summary>What is wrong with texts of a subscription's own, tried with an example, or null.</summary>
    public Fault? Validate(MessageTemplate? template) => template is null ? null : _texts.Check(template);

    /// <summary>What is wrong with settings by themselves, or null.</summary>
    public Fault? Validate(SubscriptionChannel settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (_byType.TryGetValue(settings.Type, out var channel))
        {
            return ChannelMembers.Foreign(settings, channel) ?? channel.Validate(settings);
        }

        var known = string.Join(", ", _byType.Keys.Order(StringComparer.Ordinal).Select(static type => $"'{type}'"));
        return new Fault(FaultTypes.InvalidField, $"There is no channel '{settings.Type}'; known is {known}.", "$.channel.type");
    }
}
