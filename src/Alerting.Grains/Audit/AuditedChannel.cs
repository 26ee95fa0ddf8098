using Alerting.Subscriptions;

namespace Alerting.Grains.Audit;

/// <summary>
/// A channel as the audit log has it: of the address of a receiver the host alone, for its path may be all that keeps others from
/// writing there.
/// </summary>
internal static class AuditedChannel
{
    /// <param name="channel">As users see it.</param>
    public static ChannelView Of(ChannelView channel) => channel with { Url = HostOf(channel.Url) };

    private static string? HostOf(string? url) =>
        url is null ? null : Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : "";
}
