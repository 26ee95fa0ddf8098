using System.ComponentModel.DataAnnotations;

namespace Alerting.Grains.Subscriptions;

/// <summary>Section <c>Alerting:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Alerting:Webhooks";

    /// <summary>CIDRs, addresses or host names that may be reached although they are loopback, private or link-local.</summary>
    public IList<string> AllowedTargets { get; } = [];

    /// <summary>How long a receiver may take to answer. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}
