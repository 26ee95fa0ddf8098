using System.Net;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Subscriptions;

/// <summary>Configuration section <c>Alerting:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Alerting:Webhooks";

    /// <summary>
    /// Targets that are served although they lie in loopback, private or otherwise special address ranges: networks
    /// (<c>10.1.0.0/16</c>, <c>fd00::/8</c>), addresses, or host names, which are then trusted wherever they lead.
    /// </summary>
    public IList<string> AllowedTargets { get; } = [];

    /// <summary>How long a receiver may take to answer, connecting included; 100 ms..5 min. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var failures = new List<string>();
        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(5))
        {
            failures.Add($"{WebhookOptions.Section}:Timeout must be between 100 ms and 5 min.");
        }

        foreach (var target in options.AllowedTargets)
        {
            if (!TargetAllowList.IsEntry(target))
            {
                failures.Add($"{WebhookOptions.Section}:AllowedTargets: '{target}' is neither a network such as 10.1.0.0/16, nor an address, nor a host name.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
