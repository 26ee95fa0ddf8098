using Alerting.Notifications.Deliveries;

namespace Alerting.Notifications.Pacing;

/// <summary>How what is to be told is told.</summary>
/// <param name="Opened">Each by a message of its own, from now on, by seq.</param>
/// <param name="Gathered">In the next digest, by seq; null for none.</param>
/// <param name="Superseded">Older ones that are not told any more; null for none.</param>
internal sealed record PacedDeliveries(
    IReadOnlyList<DeliveryEntry> Opened, IReadOnlyList<DeliveryEntry>? Gathered, IReadOnlyList<Supersession>? Superseded);
