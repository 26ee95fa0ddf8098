using Alerting.Console.Shown.Forms;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>How a subscription is told, as people fill it in. What is left empty is as usual for the type of channel.</summary>
public sealed class DeliveryForm
{
    /// <summary>One alarm a story.</summary>
    public bool PerStory { get; set; }

    /// <summary>A message for each revision, or for all of a while.</summary>
    public DeliveryMode Mode { get; set; }

    /// <summary>How long a digest gathers.</summary>
    public string Every { get; set; } = "";

    /// <summary>Messages in any minute.</summary>
    public string MostPerMinute { get; set; } = "";

    /// <summary>Whether only the newest of each alert is told after an outage; null: as usual.</summary>
    public bool? LatestOnly { get; set; }

    /// <summary>How often it is told that it is connected; empty: never.</summary>
    public string Heartbeat { get; set; } = "";

    /// <summary>To change what is there.</summary>
    public static DeliveryForm Of(SubscriptionDelivery present)
    {
        ArgumentNullException.ThrowIfNull(present);
        return new DeliveryForm
        {
            PerStory = present.PerStory,
            Mode = present.Mode,
            Every = present.Every.ToString(),
            MostPerMinute = present.MostPerMinute is { } most ? FormReader.Text(most) : "",
            LatestOnly = present.LatestOnly,
            Heartbeat = present.Heartbeat?.ToString() ?? "",
        };
    }

    /// <summary>What is put.</summary>
    /// <param name="reader">Is told of what cannot be read.</param>
    internal DeliveryBody ToBody(FormReader reader) => new()
    {
        PerStory = PerStory,
        Mode = Mode,
        Every = reader.Length(SubscriptionTexts.Every.Path, Every),
        MostPerMinute = reader.Whole(SubscriptionTexts.MostPerMinute.Path, MostPerMinute),
        LatestOnly = LatestOnly,
        Heartbeat = reader.Length(SubscriptionTexts.Heartbeat.Path, Heartbeat),
    };
}
