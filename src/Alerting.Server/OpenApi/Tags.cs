namespace Alerting.Server.OpenApi;

/// <summary>The groups of operations in the description.</summary>
internal static class Tags
{
    public const string Reports = "Reports";
    public const string Regions = "Regions";
    public const string Thresholds = "Thresholds";
    public const string Places = "Places";
    public const string Alerts = "Alerts";
    public const string Subscriptions = "Subscriptions";
    public const string Silences = "Silences";
    public const string Inhibitions = "Inhibitions";
    public const string OnCall = "On call";
    public const string Kinds = "Kinds";
    public const string Access = "Access";
    public const string Probes = "Probes";
}
