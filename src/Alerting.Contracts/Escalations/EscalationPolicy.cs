using Alerting.Thresholds;

namespace Alerting.Escalations;

/// <summary>Who is called of an alert, and who next when nobody acknowledges it.</summary>
[GenerateSerializer, Immutable, Alias("alerting.EscalationPolicy")]
public sealed record EscalationPolicy : IRegional
{
    /// <summary>The most steps of a policy.</summary>
    public const int MaxSteps = 20;

    /// <summary>The most that a step notifies.</summary>
    public const int MaxNotified = 20;

    /// <summary>How often the steps are gone through again at most.</summary>
    public const int MaxRepeat = 100;

    /// <summary>How long a step waits at the most.</summary>
    public static readonly TimeSpan MaxAfter = TimeSpan.FromDays(7);

    /// <summary>How long a round that is repeated takes at the least.</summary>
    public static readonly TimeSpan MinRound = TimeSpan.FromMinutes(1);

    /// <summary>The most regions, and the most thresholds, that a policy names.</summary>
    public const int MaxNamed = 1_000;

    /// <summary>Codes, each with its subtree: it concerns alerts there alone; empty: everywhere.</summary>
    [Id(0)] public IReadOnlyList<string> Regions { get => field ?? []; init; }

    /// <summary>Ids; empty: alerts of all.</summary>
    [Id(1)] public IReadOnlyList<string> Thresholds { get => field ?? []; init; }

    /// <summary>Nobody is called of less grave ones.</summary>
    [Id(2)] public Severity MinSeverity { get; init; }

    /// <summary>1..20, in the order in which they fall due.</summary>
    [Id(3)] public required IReadOnlyList<EscalationStep> Steps { get; init; }

    /// <summary>How many times the steps are gone through again after the last one; 0: once in all.</summary>
    [Id(4)] public int Repeat { get; init; }
}

/// <summary>Who is called, and when.</summary>
[GenerateSerializer, Immutable, Alias("alerting.EscalationStep")]
public sealed record EscalationStep
{
    /// <summary>PT0S to P7D: how long after the step before, or for the first after the alert was raised, or the round began.</summary>
    [Id(0)] public required Duration After { get; init; }

    /// <summary>
    /// 1..20 of <c>schedule:id</c>, who is on call at that instant; <c>contact:id</c>; <c>subscription:id</c>, whose channel is used.
    /// </summary>
    [Id(1)] public required IReadOnlyList<string> Notify { get; init; }
}

/// <summary>What a step names of whom it notifies.</summary>
public static class EscalationTargets
{
    /// <summary>Before the id of a schedule.</summary>
    public const string Schedule = "schedule:";

    /// <summary>Before the id of a contact.</summary>
    public const string Contact = "contact:";

    /// <summary>Before the id of a subscription.</summary>
    public const string Subscription = "subscription:";

    /// <summary>The rule as a regular expression (ECMA-262).</summary>
    public const string Pattern = "^(schedule|contact|subscription):[a-z0-9-]{1,64}$";

    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "'schedule:', 'contact:' or 'subscription:' and an id are expected";

    /// <summary>The most characters of one.</summary>
    public const int MaxLength = 80;

    /// <summary>The prefix, one of those above, and the id behind it; null where it is none.</summary>
    public static (string Prefix, string Id)? Parse(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var prefix in new[] { Schedule, Contact, Subscription })
        {
            if (target.StartsWith(prefix, StringComparison.Ordinal) && Slug.IsValid(target[prefix.Length..]))
            {
                return (prefix, target[prefix.Length..]);
            }
        }

        return null;
    }
}

/// <summary>A version of a policy. Numbers go on after a delete.</summary>
/// <param name="Id">Of the policy.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
[GenerateSerializer, Immutable, Alias("alerting.EscalationPolicyVersion")]
public sealed record EscalationPolicyVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] EscalationPolicy? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author) : IVersioned<EscalationPolicy>
{
    bool IVersioned.IsDeletion => Definition is null;
}
