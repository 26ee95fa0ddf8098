using Alerting.Engine.Regions;
using Alerting.Notifications.Silences;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Thresholds;
using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Server.Silences;

/// <summary>Checks the rules of silences that the types of bodies cannot state, and fills in the defaults.</summary>
internal sealed class SilenceValidator(RegionCatalog regions, TimeProvider clock)
{
    /// <param name="id">The id that the address names, or that it gets; the body may repeat it.</param>
    /// <param name="thresholds">Ids of the existing thresholds.</param>
    /// <param name="limits">Of the caller.</param>
    /// <param name="by">Name of the caller.</param>
    /// <param name="present">What is replaced; null: it is new.</param>
    /// <exception cref="RefusedException">It breaks a rule, or names what is not the caller's.</exception>
    public Silence Validate(
        SilenceBody body, string id, IReadOnlyCollection<string> thresholds, RegionLimits limits, string by, Silence? present)
    {
        AddressedId.Check(body.Id, id);
        if (string.IsNullOrWhiteSpace(body.Comment))
        {
            throw RefusedException.Invalid("$.comment", "must say why nobody is to be told");
        }

        var now = clock.GetUtcNow();
        var silence = new Silence
        {
            Comment = body.Comment,
            Regions = RegionScope.Of(body.Regions ?? [], limits, regions),
            Thresholds = KnownThresholds.Check(body.Thresholds, thresholds, "$.thresholds"),
            MaxSeverity = body.MaxSeverity ?? Severity.Severe,
            StartsAt = body.StartsAt ?? present?.StartsAt ?? now,
            EndsAt = body.EndsAt,
            Schedule = body.Schedule is { } schedule
                ? new SilenceSchedule { Rrule = schedule.Rrule, Duration = schedule.Duration, TimeZone = schedule.TimeZone }
                : null,
            CreatedBy = present?.CreatedBy ?? by,
            CreatedAt = present?.CreatedAt ?? now,
        };
        return SilenceRules.Validate(silence, now) is { } fault ? throw new RefusedException(fault) : silence;
    }
}
