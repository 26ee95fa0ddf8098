using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Levels;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Engine.Thresholds;

/// <summary>What the watches of a region share.</summary>
internal sealed class WatchContext(Region region, RegionCatalog catalog, EngineOptions options, IncidentBook incidents, LevelTracker level)
{
    public Region Region { get; } = region;

    public RegionCatalog Catalog { get; } = catalog;

    public EngineOptions Options { get; } = options;

    public IncidentBook Incidents { get; } = incidents;

    public LevelTracker Level { get; } = level;

    public AlertWriter Writer { get; } = new(region, catalog);

    /// <summary>Where the step at hand puts what it brings about.</summary>
    public RegionOutput Output { get; set; } = new();

    /// <summary>The input at hand, in words, for whoever is cancelled by it.</summary>
    public string Cause { get; set; } = "";
}
