namespace Alerting.Alerts;

/// <summary>Reasons of revisions that are always written in the same way.</summary>
public static class AlertReasons
{
    /// <summary>The acknowledgement lapsed: the alert has become graver, or what is judged has reached twice what it was.</summary>
    public const string Grown = "grown";
}
