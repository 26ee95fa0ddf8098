using Alerting.Alerts;

namespace Alerting.Cluster.Tests.Load;

/// <summary>What somebody at a desk did to an alert, and what they were told.</summary>
/// <param name="AlertId">Of which.</param>
/// <param name="Change">What was done.</param>
/// <param name="Text">Said with it, and with nothing else.</param>
internal sealed record SentAct(string AlertId, AlertChange Change, string Text)
{
    /// <summary>With which it was answered; null: refused, or never answered.</summary>
    public Alert? Revision { get; set; }

    /// <summary>When the answer was there.</summary>
    public DateTimeOffset AnsweredAt { get; set; }

    /// <summary>Whether it was answered that the alert is not open any more.</summary>
    public bool IsRefused { get; set; }
}
