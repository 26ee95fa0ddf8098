using Alerting.Engine.Regions;
using Alerting.Grains.Thresholds;

namespace Alerting.Grains.Regions;

/// <summary>Finds the threshold versions that the silo knows and a region has not adopted.</summary>
internal sealed class ThresholdAdoption(RegionEngine engine, ThresholdCache thresholds)
{
    /// <summary>Revision of the catalogue of which everything is adopted.</summary>
    private long _adopted = -1;

    /// <summary>The versions to adopt before anything else is applied; null when there are none.</summary>
    public AdoptInput? Pending()
    {
        if (thresholds.Current is not { } catalog || catalog.Revision == _adopted)
        {
            return null;
        }

        var known = engine.View.AdoptedThresholds.ToDictionary(static t => t.Id, static t => t.Version, StringComparer.Ordinal);
        var changed = catalog.Versions.Where(v => known.GetValueOrDefault(v.Id) < v.Version && engine.View.IsConcernedBy(v)).ToList();
        if (changed.Count > 0)
        {
            return new AdoptInput(changed);
        }

        _adopted = catalog.Revision;
        return null;
    }
}
