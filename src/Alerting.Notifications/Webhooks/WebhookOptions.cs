using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Webhooks;

/// <summary>Configuration section <c>Alerting:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Where configuration has these options.</summary>
    public const string Section = "Alerting:Webhooks";

    private const int DefaultMaxConnections = 128;

    /// <summary>
    /// Targets that are served although they lie in loopback, private or otherwise special address ranges: networks
    /// (<c>10.1.0.0/16</c>, <c>fd00::/8</c>), addresses, or host names, which are then trusted wherever they lead.
    /// </summary>
    public IList<string> AllowedTargets { get; } = [];

    /// <summary>How long a receiver may take to answer, connecting included; 100 ms..5 min. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a receiver may take to accept a connection, TLS included; 100 ms..5 min, but no longer than
    /// <see cref="Timeout"/>. Default 5 s.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts that this process makes at one time to one host (name or address, and port); 1..1,000. Default 8.</summary>
    public int MaxConnectionsPerHost { get; set; } = 8;

    /// <summary>
    /// Attempts that this process makes at one time in all; 1..10,000. Not set: a share of the file descriptors that the
    /// process may open, 8..128, which the host works out; 128 where it does not.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary><see cref="MaxConnections"/>, or what stands for it.</summary>
    internal int ConnectionsInAll => MaxConnections ?? DefaultMaxConnections;
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

        if (options.ConnectTimeout < TimeSpan.FromMilliseconds(100) || options.ConnectTimeout > TimeSpan.FromMinutes(5))
        {
            failures.Add($"{WebhookOptions.Section}:ConnectTimeout must be between 100 ms and 5 min.");
        }

        if (options.MaxConnectionsPerHost is < 1 or > 1_000)
        {
            failures.Add($"{WebhookOptions.Section}:MaxConnectionsPerHost must be between 1 and 1,000.");
        }

        if (options.MaxConnections is < 1 or > 10_000)
        {
            failures.Add($"{WebhookOptions.Section}:MaxConnections must be between 1 and 10,000.");
        }

        foreach (var target in options.AllowedTargets)
        {
            if (!TargetAllowList.IsEntry(target))
            {
                failures.Add(
                    $"{WebhookOptions.Section}:AllowedTargets: '{target}' "
                    + "is neither a network such as 10.1.0.0/16, nor an address, nor a host name.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
