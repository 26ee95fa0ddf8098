using Alerting.Escalations;

namespace Alerting.Notifications.Escalations;

/// <summary>A step and the instant at which it falls due. Instants are UTC ticks.</summary>
/// <param name="Round">From 0.</param>
/// <param name="Step">Its place in the policy, from 0.</param>
/// <param name="RoundAt">When the round began.</param>
/// <param name="DueAt">When the step falls due.</param>
internal sealed record StepDue(int Round, int Step, long RoundAt, long DueAt)
{
    /// <summary>How long a further round waits where the policy has no other span of time to go by.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    /// <summary>The first step of a policy that starts at this instant.</summary>
    public static StepDue First(EscalationPolicy policy, long at) => FirstOf(policy, 0, at);

    /// <summary>What falls due after this step; null: nothing.</summary>
    public StepDue? Next(EscalationPolicy policy) =>
        Step + 1 < policy.Steps.Count ? this with { Step = Step + 1, DueAt = Later(DueAt, policy.Steps[Step + 1].After.Ticks) }
        : Round < policy.Repeat ? FirstOf(policy, Round + 1, NextRound(policy))
        : null;

    private static StepDue FirstOf(EscalationPolicy policy, int round, long at) =>
        new(round, 0, at, Later(at, policy.Steps[0].After.Ticks));

    /// <summary>
    /// A further round begins when the last step of this one was due by the policy, whether it was called earlier or not: else a
    /// policy of which nobody can be reached would be through with all rounds in a moment. Where the first step is due at the very
    /// beginning of a round, the round begins later by as long as the last step waited, so that whoever was called last has time.
    /// </summary>
    private long NextRound(EscalationPolicy policy)
    {
        var end = policy.Steps.Aggregate(RoundAt, static (at, step) => Later(at, step.After.Ticks));
        return policy.Steps[0].After.Ticks > 0 ? end
            : Later(end, policy.Steps[^1].After.Ticks is > 0 and var last ? last : s_pause.Ticks);
    }

    private static long Later(long at, long ticks) => Math.Min(DateTimeOffset.MaxValue.UtcTicks - ticks, at) + ticks;
}
