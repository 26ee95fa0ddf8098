using Alerting.Server.Http;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>Channels in bodies.</summary>
internal static class ChannelBodies
{
    /// <summary>The settings that a channel states. Whether they are valid is checked elsewhere.</summary>
    /// <param name="path">JSON path of the channel.</param>
    /// <exception cref="RefusedException">The URL is missing, or empty.</exception>
    public static SubscriptionChannel Read(ChannelBody body, string path)
    {
        if (body is { Url: null, Type: null or SubscriptionChannel.Webhook })
        {
            throw RefusedException.Missing($"{path}.url", "is required for a webhook");
        }

        if (body.Url is "")
        {
            // Elsewhere that stands for none, where what it was is kept.
            throw RefusedException.Invalid($"{path}.url", "must not be empty");
        }

        return body.ToChannel();
    }
}
