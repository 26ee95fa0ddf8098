using Alerting.Alerts;
using Alerting.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>Is called with what happens in a <see cref="RegionTree"/>, in order.</summary>
public interface IRegionTreeObserver
{
    void OnRevision(Alert revision);

    void OnLevel(string region, LevelChange change);
}
