using Alerting.Engine.Regions;
using Alerting.Inhibitions;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Thresholds;
using Alerting.Thresholds;

namespace Alerting.Server.Inhibitions;

/// <summary>Checks the rules of inhibitions that the types of bodies cannot state, and fills in the defaults.</summary>
internal sealed class InhibitionValidator(RegionCatalog regions)
{
    /// <param name="id">The id that the address names; the body may repeat it.</param>
    /// <param name="thresholds">Ids of the existing thresholds.</param>
    /// <param name="limits">Of the caller.</param>
    /// <exception cref="RefusedException">It breaks a rule, or names what is not the caller's.</exception>
    public Inhibition Validate(InhibitionBody body, string id, IReadOnlyCollection<string> thresholds, RegionLimits limits)
    {
        AddressedId.Check(body.Id, id);
        return new Inhibition
        {
            Source = new InhibitionSource
            {
                Thresholds = KnownThresholds.Check(body.Source.Thresholds, thresholds, "$.source.thresholds"),
                MinSeverity = body.Source.MinSeverity ?? Severity.Notice,
            },
            Target = new InhibitionTarget
            {
                Thresholds = KnownThresholds.Check(body.Target.Thresholds, thresholds, "$.target.thresholds"),
                MaxSeverity = body.Target.MaxSeverity ?? Severity.Severe,
            },
            Where = body.Where ?? InhibitionPlace.Same,
            Regions = RegionScope.Of(body.Regions ?? [], limits, regions),
            Comment = string.IsNullOrWhiteSpace(body.Comment) ? null : body.Comment,
        };
    }
}
