using System.Text.Json.Serialization;
using Alerting.Thresholds;

namespace Alerting.Server.Thresholds;

/// <summary>A threshold as it was put, with its defaults, and which version of it this is.</summary>
/// <param name="Version">Numbers go on after a delete.</param>
/// <param name="ChangedAt">When this version was put.</param>
/// <param name="ChangedBy">By whom.</param>
internal sealed record ThresholdView(
    string Id,
    string Name,
    bool Enabled,
    Scope Scope,
    Match Match,
    Measure Measure,
    Duration? Window,
    double AtLeast,
    double ClearBelow,
    Duration ClearAfter,
    Duration Cooldown,
    Duration Lateness,
    Duration UpdateEvery,
    Severity Severity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Duration? Baseline,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Floor,
    int Version,
    DateTimeOffset ChangedAt,
    string ChangedBy)
{
    /// <param name="version">No deletion.</param>
    public static ThresholdView Of(ThresholdVersion version)
    {
        var t = version.Definition!;
        return new(
            t.Id, t.Name, t.Enabled, t.Scope, t.Match, t.Measure, t.Window, t.AtLeast, t.ClearBelow, t.ClearAfter, t.Cooldown, t.Lateness,
            t.UpdateEvery, t.Severity, t.Baseline, t.Floor, version.Version, version.At, version.Author);
    }
}
