using Microsoft.Extensions.Options;

namespace Alerting.Grains.Hosting;

/// <summary>
/// Configuration section <c>Alerting:Limits</c>: how much there may be of what costs with every report or revision. What
/// would be one more is refused (<c>limit-reached</c>); what there is already goes on working, and can be changed, where a
/// limit is set below it.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Alerting:Limits";

    /// <summary>
    /// Thresholds in force, disabled ones included; 1..10,000. Default 200. A report costs its region, and each region above
    /// it, a step for each threshold that applies there.
    /// </summary>
    public int Thresholds { get; set; } = 200;

    /// <summary>
    /// Subscriptions, disabled ones included; 1..100,000. Default 2,000. Each is asked about every revision of every alert.
    /// </summary>
    public int Subscriptions { get; set; } = 2_000;
}

internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int MaxThresholds = 10_000;
    private const int MaxSubscriptions = 100_000;

    public ValidateOptionsResult Validate(string? name, LimitOptions options) =>
        options.Thresholds is < 1 or > MaxThresholds ? Fail(nameof(options.Thresholds), MaxThresholds)
        : options.Subscriptions is < 1 or > MaxSubscriptions ? Fail(nameof(options.Subscriptions), MaxSubscriptions)
        : ValidateOptionsResult.Success;

    private static ValidateOptionsResult Fail(string name, int max) =>
        ValidateOptionsResult.Fail($"{LimitOptions.Section}:{name} must be between 1 and {max}.");
}
