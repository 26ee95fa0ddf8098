namespace Alerting.Escalations;

/// <summary>What a message of an escalation says beside what it says of the alert.</summary>
[GenerateSerializer, Immutable, Alias("alerting.EscalationNote")]
public sealed record EscalationNote
{
    /// <summary>Whether somebody is called, or told how it ended.</summary>
    [Id(0)] public required EscalationMessage Message { get; init; }

    /// <summary>Id of the policy.</summary>
    [Id(1)] public required string Policy { get; init; }

    /// <summary>How often the policy has started for this alert, from 1.</summary>
    [Id(2)] public required int Run { get; init; }

    /// <summary>How often the steps are gone through in this run, from 1; null of what is no call.</summary>
    [Id(3)] public int? Round { get; init; }

    /// <summary>Number of the step, from 1; null of what is no call.</summary>
    [Id(4)] public int? Step { get; init; }

    /// <summary>The instant at which it fell due.</summary>
    [Id(5)] public required DateTimeOffset DueAt { get; init; }

    /// <summary>Whether it was begun more than a second after that, or had been held back.</summary>
    [Id(6)] public bool Late { get; init; }

    /// <summary>Number of the step before, where nobody of it could be reached; else null.</summary>
    [Id(7)] public int? Unreached { get; init; }
}
