using Alerting.Engine.Thresholds;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>What a region knows of one threshold, whether it judges by it now or not.</summary>
internal sealed class ThresholdState(string id)
{
    public string Id { get; } = id;

    /// <summary>The version last adopted.</summary>
    public ThresholdVersion? Version { get; set; }

    public ThresholdAlertState AlertState { get; } = new();

    /// <summary>Null while the threshold is not in force here.</summary>
    public ThresholdEvaluator? Evaluator { get; set; }

    /// <summary>Incidents told by cleared alerts, while there is no evaluator that keeps them.</summary>
    public Dictionary<(string Region, string Id), long> Told { get; } = [];

    /// <summary>Newest event time told, while there is no evaluator that keeps it.</summary>
    public long Horizon { get; set; } = long.MinValue;

    /// <summary>Keeps what the evaluator knows of incidents told: it is to be made anew.</summary>
    public void KeepTold()
    {
        if (Evaluator is WindowEvaluator { WindowMeasure: var measure })
        {
            foreach (var (region, id, at) in measure.ToldIncidents())
            {
                Told[(region, id)] = at;
            }

            Horizon = measure.Horizon;
        }
    }

    /// <summary>The clock is set back: what happened later counts as of this instant.</summary>
    public void SetBack(long to)
    {
        Horizon = Math.Min(Horizon, to);
        AlertState.SetBack(to);
    }
}
