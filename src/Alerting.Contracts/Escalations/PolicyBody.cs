using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Escalations;

/// <summary>An escalation policy to make, or to replace.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyBody
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>Codes, each with its subtree: it concerns alerts there alone; "*" or none: all that the caller may access.</summary>
    [Items(EscalationPolicy.MaxNamed)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Ids; none: alerts of all.</summary>
    [Items(EscalationPolicy.MaxNamed)]
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>Nobody is called of less grave ones; notice, which is all, when absent.</summary>
    public Severity? MinSeverity { get; init; }

    /// <summary>One or more, in the order in which they fall due.</summary>
    [Items(EscalationPolicy.MaxSteps)]
    public required IReadOnlyList<EscalationStepBody> Steps { get; init; }

    /// <summary>How many times the steps are gone through again after the last one; 0, which is once in all, when absent.</summary>
    [Range(0, EscalationPolicy.MaxRepeat)]
    public int? Repeat { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}

/// <summary>Who is called, and when.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EscalationStepBody
{
    /// <summary>PT0S to P7D: how long after the step before, or for the first after the alert was raised, or the round began.</summary>
    public required Duration After { get; init; }

    /// <summary>One or more of schedule:id (who is on call then), contact:id and subscription:id (whose channel is used).</summary>
    [Items(EscalationPolicy.MaxNotified, MaxItemLength = EscalationTargets.MaxLength)]
    public required IReadOnlyList<string> Notify { get; init; }
}

/// <summary>An escalation policy as it was put, and which version of it this is.</summary>
public sealed record PolicyView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Codes, each with its subtree, in which it concerns alerts; empty: everywhere.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Ids; empty: alerts of all.</summary>
    public required IReadOnlyList<string> Thresholds { get; init; }

    /// <summary>Nobody is called of less grave ones.</summary>
    public required Severity MinSeverity { get; init; }

    /// <summary>In the order in which they fall due.</summary>
    public required IReadOnlyList<EscalationStep> Steps { get; init; }

    /// <summary>How many times the steps are gone through again after the last one.</summary>
    public required int Repeat { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">No deletion.</param>
    public static PolicyView Of(EscalationPolicyVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var policy = version.Definition!;
        return new()
        {
            Id = version.Id,
            Regions = policy.Regions,
            Thresholds = policy.Thresholds,
            MinSeverity = policy.MinSeverity,
            Steps = policy.Steps,
            Repeat = policy.Repeat,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}
