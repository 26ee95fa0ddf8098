using Alerting.Engine.Regions;
using Alerting.Escalations;
using Alerting.Grains.Subscriptions;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OnCall;
using Alerting.Server.Thresholds;
using Alerting.Thresholds;

namespace Alerting.Server.Escalations;

/// <summary>Checks the rules of policies that the types of bodies cannot state, and fills in the defaults.</summary>
internal sealed class PolicyValidator(RegionCatalog regions, IGrainFactory grains)
{
    /// <param name="id">The id that the address names; the body may repeat it.</param>
    /// <param name="thresholds">Ids of the existing thresholds.</param>
    /// <param name="known">Contacts and schedules that it may name.</param>
    /// <exception cref="RefusedException">It breaks a rule, or names what is not there or not the caller's.</exception>
    public async Task<EscalationPolicy> ValidateAsync(
        PolicyBody body, string id, IReadOnlyCollection<string> thresholds, KnownOnCall.Known known)
    {
        AddressedId.Check(body.Id, id);
        var policy = new EscalationPolicy
        {
            Regions = RegionScope.Of(body.Regions ?? [], known.Limits, regions),
            Thresholds = KnownThresholds.Check(body.Thresholds, thresholds, "$.thresholds"),
            MinSeverity = body.MinSeverity ?? Severity.Notice,
            Steps = [.. body.Steps.Select(static step => new EscalationStep { After = step.After, Notify = step.Notify })],
            Repeat = body.Repeat ?? 0,
        };
        if (policy.Steps.Count == 0)
        {
            throw RefusedException.Invalid("$.steps", "must have a step or more");
        }

        for (var i = 0; i < policy.Steps.Count; i++)
        {
            await CheckAsync(policy.Steps[i], $"$.steps[{i}]", known);
        }

        var round = policy.Steps.Aggregate(TimeSpan.Zero, static (sum, step) => sum + step.After.Value);
        return policy.Repeat > 0 && round < EscalationPolicy.MinRound
            ? throw RefusedException.Invalid("$.repeat", "must be 0 unless the steps take PT1M or more together")
            : policy;
    }

    private async Task CheckAsync(EscalationStep step, string path, KnownOnCall.Known known)
    {
        if (step.After.Value > EscalationPolicy.MaxAfter)
        {
            throw RefusedException.Invalid($"{path}.after", "must be PT0S to P7D");
        }

        if (step.Notify.Count == 0)
        {
            throw RefusedException.Invalid($"{path}.notify", "must name somebody");
        }

        for (var i = 0; i < step.Notify.Count; i++)
        {
            var at = $"{path}.notify[{i}]";
            switch (EscalationTargets.Parse(step.Notify[i]))
            {
                case (EscalationTargets.Schedule, var schedule):
                    known.CheckSchedule(schedule, at);
                    break;
                case (EscalationTargets.Contact, var contact):
                    known.CheckContact(contact, at);
                    break;
                case (EscalationTargets.Subscription, var subscription):
                    // Its owner's limits hold for what it is sent, whoever names it.
                    if (await grains.GetGrain<ISubscriptionGrain>(subscription).GetAsync() is null)
                    {
                        throw RefusedException.Invalid(at, $"names a subscription '{subscription}' that does not exist");
                    }

                    break;
                default:
                    throw RefusedException.Invalid(at, $"is none that can be notified: {EscalationTargets.Rule}");
            }
        }
    }
}
