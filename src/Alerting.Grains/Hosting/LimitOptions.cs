using Microsoft.Extensions.Options;

namespace Alerting.Grains.Hosting;

/// <summary>
/// Configuration section <c>Alerting:Limits</c>: the number of objects that cost something with every report or
/// revision. One more than the limit is refused (<c>limit-reached</c>). Where a limit is set lower than the present
/// number, the existing objects keep working and can be changed.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Alerting:Limits";

    /// <summary>
    /// Thresholds that exist, disabled ones included; 1..10,000. Default 200. For each report, its region and every
    /// region above evaluate each threshold that applies there.
    /// </summary>
    public int Thresholds { get; set; } = 200;

    /// <summary>
    /// Subscriptions, disabled ones included; 1..100,000. Default 2,000. Each of them examines every revision of
    /// every alert.
    /// </summary>
    public int Subscriptions { get; set; } = 2_000;

    /// <summary>Keys, expired ones included; 1..10,000. Default 1,000. Every process has all of them in memory.</summary>
    public int Keys { get; set; } = 1_000;

    /// <summary>
    /// Places, and decisions on names of towns, together; 1..100,000. Default 10,000. Each process has all of them in memory,
    /// and each region those of its subtree.
    /// </summary>
    public int Places { get; set; } = 10_000;

    /// <summary>
    /// Silences, ended ones too until they are older than the retention of the ledger; 1..100,000. Default 10,000. Each process
    /// has all of them in memory.
    /// </summary>
    public int Silences { get; set; } = 10_000;

    /// <summary>
    /// Inhibitions; 1..10,000. Default 1,000. Each process has all of them in memory, and every delivery is held against each.
    /// </summary>
    public int Inhibitions { get; set; } = 1_000;

    /// <summary>Contacts; 1..10,000. Default 2,000. Each process has all of them in memory.</summary>
    public int Contacts { get; set; } = 2_000;

    /// <summary>Schedules of who is on call; 1..10,000. Default 1,000. Each process has all of them in memory.</summary>
    public int Schedules { get; set; } = 1_000;

    /// <summary>
    /// Escalation policies; 1..10,000. Default 1,000. Each process has all of them in memory, and every alert is held against each.
    /// </summary>
    public int Policies { get; set; } = 1_000;
}

internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int MaxThresholds = 10_000;
    private const int MaxSubscriptions = 100_000;
    private const int MaxKeys = 10_000;
    private const int MaxPlaces = 100_000;
    private const int MaxSilences = 100_000;
    private const int MaxInhibitions = 10_000;
    private const int MaxOnCall = 10_000;

    public ValidateOptionsResult Validate(string? name, LimitOptions options) =>
        options.Thresholds is < 1 or > MaxThresholds ? Fail(nameof(options.Thresholds), MaxThresholds)
        : options.Subscriptions is < 1 or > MaxSubscriptions ? Fail(nameof(options.Subscriptions), MaxSubscriptions)
        : options.Keys is < 1 or > MaxKeys ? Fail(nameof(options.Keys), MaxKeys)
        : options.Places is < 1 or > MaxPlaces ? Fail(nameof(options.Places), MaxPlaces)
        : options.Silences is < 1 or > MaxSilences ? Fail(nameof(options.Silences), MaxSilences)
        : options.Inhibitions is < 1 or > MaxInhibitions ? Fail(nameof(options.Inhibitions), MaxInhibitions)
        : options.Contacts is < 1 or > MaxOnCall ? Fail(nameof(options.Contacts), MaxOnCall)
        : options.Schedules is < 1 or > MaxOnCall ? Fail(nameof(options.Schedules), MaxOnCall)
        : options.Policies is < 1 or > MaxOnCall ? Fail(nameof(options.Policies), MaxOnCall)
        : ValidateOptionsResult.Success;

    private static ValidateOptionsResult Fail(string name, int max) =>
        ValidateOptionsResult.Fail($"{LimitOptions.Section}:{name} must be between 1 and {max}.");
}
