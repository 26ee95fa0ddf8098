using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Outages;

/// <summary>When the system counts as having been down: no process of it could receive and store reports.</summary>
public sealed class OutageOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Alerting:Outages";

    /// <summary>How often a process records that it runs. Default 10 s, 1 s to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan BeatEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long without such a record the system was down, at least twice <see cref="BeatEvery"/>. Default 1 min, 2 s to a
    /// day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "1.00:00:00")]
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Checks what the ranges of single options cannot.</summary>
internal sealed class OutageOptionsValidator : IValidateOptions<OutageOptions>
{
    public ValidateOptionsResult Validate(string? name, OutageOptions options) =>
        options.After >= 2 * options.BeatEvery
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{OutageOptions.Section}:{nameof(OutageOptions.After)} must be at least twice {nameof(OutageOptions.BeatEvery)}.");
}
