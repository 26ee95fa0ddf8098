using Alerting.Engine.Thresholds;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>What a region knows of one threshold, whether it judges by it now or not.</summary>
internal sealed class ThresholdState(string id)
{
    public string Id { get; } = id;

    /// <summary>The version last adopted.</summary>
    public ThresholdVersion? Version { get; set; }

    public AlertLife Life { get; } = new();

    /// <summary>Null while the threshold is not in force here.</summary>
    public ThresholdWatch? Watch { get; set; }

    /// <summary>Incidents told by cleared alerts, while there is no watch that keeps them.</summary>
    public Dictionary<(string Region, string Id), long> Told { get; } = [];

    /// <summary>Newest event time told, while there is no watch that keeps it.</summary>
    public long Horizon { get; set; } = long.MinValue;
}
