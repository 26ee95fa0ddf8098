using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Silences;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Holding;

/// <summary>What holds deliveries back now: silences first, then inhibitions.</summary>
internal sealed class Holds(ActiveSilences silences, ActiveInhibitions inhibitions)
{
    /// <summary>Nothing.</summary>
    public static Holds None { get; } = new(ActiveSilences.None, ActiveInhibitions.None);

    /// <summary>What holds a revision back; null: nothing does.</summary>
    public Hold? Over(Alert revision) =>
        Over(revision.AlertId, revision.Region.Code, revision.Threshold.Id, revision.Severity);

    /// <summary>What would hold this one back now.</summary>
    public Hold? Over(HeldRevision held) => Over(held.Entry.AlertId, held.Region, held.Threshold, held.Severity);

    /// <summary>What holds back what is told of an alert; null: nothing does.</summary>
    /// <param name="region">Code of its region.</param>
    /// <param name="threshold">Id.</param>
    /// <param name="severity">Of the revision that is told.</param>
    public Hold? Over(string alertId, string region, string threshold, Severity severity) =>
        silences.Over(region, threshold, severity) is { } silence ? new Hold(silence, null)
        : inhibitions.Over(alertId, region, threshold, severity) is { } inhibitor
            ? new Hold(null, new InhibitedBy(inhibitor.Inhibition, inhibitor.Source.AlertId))
        : null;
}

/// <summary>What holds a revision, or a call, back.</summary>
/// <param name="Silence">Id of the silence; null: it is an inhibition.</param>
/// <param name="Inhibition">Null: it is a silence.</param>
internal readonly record struct Hold(string? Silence, InhibitedBy? Inhibition)
{
    /// <summary>Id of the silence or the inhibition.</summary>
    [JsonIgnore]
    public string By => Silence ?? Inhibition!.Inhibition;

    /// <summary>Why that is told now which this held back.</summary>
    [JsonIgnore]
    public string Ended => Silence is null ? HeldReleases.InhibitionEnded : HeldReleases.SilenceEnded;

    /// <summary>The delivery of a revision that is held back by this.</summary>
    /// <param name="now">UTC ticks.</param>
    public DeliveryEntry Keep(Alert revision, long now) => DeliveryEntry.Of(revision) with
    {
        Status = Silence is null ? DeliveryStatus.Inhibited : DeliveryStatus.Silenced,
        By = Silence,
        Inhibited = Inhibition,
        HeldAt = now,
    };
}

/// <summary>What an inhibition held back.</summary>
/// <param name="Inhibition">Its id.</param>
/// <param name="AlertId">The alert that was open.</param>
internal sealed record InhibitedBy(string Inhibition, string AlertId)
{
    /// <summary>While what it holds back.</summary>
    [JsonIgnore]
    public string Reason => $"while {AlertId} is open";
}
