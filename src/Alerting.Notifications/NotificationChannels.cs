using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications;

/// <summary>The channels there are, by type.</summary>
public sealed class NotificationChannels(IEnumerable<INotificationChannel> channels)
{
    private readonly Dictionary<string, INotificationChannel> _byType =
        channels.ToDictionary(static channel => channel.Type, StringComparer.Ordinal);

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

    /// <summary>What is wrong with settings by themselves, or null.</summary>
    public Fault? Validate(SubscriptionChannel settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (_byType.TryGetValue(settings.Type, out var channel))
        {
            return channel.Validate(settings);
        }

        var known = string.Join(", ", _byType.Keys.Order(StringComparer.Ordinal).Select(static type => $"'{type}'"));
        return new Fault(FaultTypes.InvalidField, $"There is no channel '{settings.Type}'; known is {known}.", "$.channel.type");
    }
}
