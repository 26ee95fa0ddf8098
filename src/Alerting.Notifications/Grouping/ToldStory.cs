using Alerting.Thresholds;

namespace Alerting.Notifications.Grouping;

/// <summary>A story of which a subscription was told something, as long as any alert of it is open that it matches.</summary>
/// <param name="First">The alert that was told first.</param>
/// <param name="FirstEndedAt">When that ended, UTC ticks; 0 while it is open.</param>
/// <param name="Since">The seq of the first revision told.</param>
/// <param name="Alerts">The open ones, told and grouped.</param>
internal sealed record ToldStory(string First, long FirstEndedAt, long Since, IReadOnlyList<StoryAlert> Alerts)
{
    public StoryAlert? Find(string alertId) => Alerts.FirstOrDefault(alert => alert.AlertId == alertId);

    /// <summary>The first of the alerts that were told, are open and at least so grave; null when there is none.</summary>
    public StoryAlert? Covering(Severity severity) => Alerts.FirstOrDefault(alert => alert.IsTold && alert.Severity >= severity);

    /// <summary>The story with an alert as it is now.</summary>
    public ToldStory With(StoryAlert alert) => Find(alert.AlertId) is null
        ? this with { Alerts = [.. Alerts, alert] }
        : this with { Alerts = [.. Alerts.Select(known => known.AlertId == alert.AlertId ? alert : known)] };

    /// <summary>The story without an alert, which has ended; null when that was the last.</summary>
    public ToldStory? Without(string alertId, long endedAt)
    {
        var left = Alerts.Where(alert => alert.AlertId != alertId).ToList();
        return left.Count == 0 ? null : this with { Alerts = left, FirstEndedAt = alertId == First ? endedAt : FirstEndedAt };
    }
}

/// <summary>An open alert of a story.</summary>
/// <param name="AlertId">Its id.</param>
/// <param name="Since">The seq of its first revision that the subscription matched.</param>
/// <param name="IsTold">Whether any revision of it was told; else all were grouped.</param>
/// <param name="Severity">As told last; of one that was not told, as first grouped.</param>
/// <param name="Told">The judged value as told last; of one that was not told, as first grouped.</param>
/// <param name="Last">The judged value of the last revision.</param>
internal sealed record StoryAlert(string AlertId, long Since, bool IsTold, Severity Severity, double Told, double Last);

/// <summary>What became of a story.</summary>
/// <param name="Story">The <c>story</c> of its alerts.</param>
/// <param name="Now">As it is now; null when there is nothing to be known of it any more.</param>
internal sealed record StoryChange(string Story, ToldStory? Now);
