using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Notifications.Silences;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
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
        if (!Slug.IsValid(id))
        {
            throw RefusedException.Invalid("$.id", $"is not a slug: {Slug.Rule}");
        }

        if (body.Id is { } stated && stated != id)
        {
            throw RefusedException.Invalid("$.id", $"must be '{id}' as in the address, or absent");
        }

        if (string.IsNullOrWhiteSpace(body.Comment))
        {
            throw RefusedException.Invalid("$.comment", "must say why nobody is to be told");
        }

        CheckThresholds(body.Thresholds ?? [], thresholds);
        var now = clock.GetUtcNow();
        var silence = new Silence
        {
            Comment = body.Comment,
            Regions = RegionsOf(body.Regions ?? [], limits),
            Thresholds = body.Thresholds ?? [],
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

    private IReadOnlyList<string> RegionsOf(IReadOnlyList<string> stated, RegionLimits limits)
    {
        if (stated.Count == 0)
        {
            return limits.Narrow([]) ?? throw RegionLimits.Refuse(RegionLimits.World, "$.regions");
        }

        ThresholdValidator.CheckRegions(stated, "$.regions", regions);
        limits.Check(stated, "$.regions");
        return stated;
    }

    private static void CheckThresholds(IReadOnlyList<string> ids, IReadOnlyCollection<string> thresholds)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (!thresholds.Contains(ids[i], StringComparer.Ordinal))
            {
                var hint = NearestName.Hint(NearestName.Find(ids[i], thresholds));
                throw new RefusedException(new Fault(
                    FaultTypes.UnknownThreshold, $"There is no threshold '{ids[i]}'{hint}.", JsonPath.Item("$.thresholds", i)));
            }
        }
    }
}
