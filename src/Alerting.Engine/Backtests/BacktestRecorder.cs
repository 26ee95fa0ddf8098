using Alerting.Alerts;
using Alerting.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>A change of a region's shown level within the period of a backtest.</summary>
public readonly record struct RegionLevel(string Region, LevelChange Change);

/// <summary>Records what happens in the period of a backtest; alerts that ended before it are dropped.</summary>
internal sealed class BacktestRecorder(long from, bool keepRevisions, bool keepLevels) : IRegionTreeObserver
{
    private readonly Dictionary<string, AlertHistory> _alerts = new(StringComparer.Ordinal);
    private readonly List<RegionLevel> _levels = [];

    /// <summary>In the order in which they happened.</summary>
    public IReadOnlyList<RegionLevel> Levels => _levels;

    public List<AlertHistory> Alerts() => [.. _alerts.Values.Order(BacktestOrder.Alerts)];

    public void OnRevision(Alert revision)
    {
        if (!_alerts.TryGetValue(revision.AlertId, out var alert))
        {
            alert = new AlertHistory(revision);
            _alerts.Add(revision.AlertId, alert);
        }

        if (revision.UpdatedAt.UtcTicks >= from)
        {
            alert.Add(revision, keepRevisions);
        }
        else if (revision.Status == AlertStatus.Open)
        {
            alert.Note(revision);
        }
        else
        {
            _alerts.Remove(revision.AlertId);
        }
    }

    public void OnLevel(string region, LevelChange change)
    {
        if (keepLevels && change.At >= from)
        {
            _levels.Add(new RegionLevel(region, change));
        }
    }
}
