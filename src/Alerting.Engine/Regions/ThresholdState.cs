using Alerting.Engine.Rarity;
using Alerting.Engine.Thresholds;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>What a region knows of one threshold, whether it applies here now or not.</summary>
internal sealed class ThresholdState(string id)
{
    public string Id { get; } = id;

    /// <summary>The version adopted last.</summary>
    public ThresholdVersion? Version { get; set; }

    public ThresholdAlertState AlertState { get; } = new();

    /// <summary>Null while the threshold does not apply here.</summary>
    public ThresholdEvaluator? Evaluator { get; set; }

    /// <summary>
    /// Incidents told by cleared alerts, with their event times; only while there is no evaluator, which keeps them
    /// else. Null where there never was one.
    /// </summary>
    public Dictionary<(string Region, string Id), long>? Told { get; private set; }

    /// <summary>The same one by one.</summary>
    public IEnumerable<(string Region, string Id, long At)> AllTold =>
        Told is null ? [] : Told.Select(static told => (told.Key.Region, told.Key.Id, told.Value));

    /// <summary>Newest event time told; only while there is no evaluator, which keeps it else.</summary>
    public long Horizon { get; set; } = long.MinValue;

    /// <summary>Notes that a cleared alert told an incident.</summary>
    public void Tell(string region, string id, long at) => (Told ??= [])[(region, id)] = at;

    /// <summary>An evaluator keeps the told incidents from now on.</summary>
    public void ForgetTold() => Told = null;

    /// <summary>Copies the told incidents from the evaluator, which will be created again or removed.</summary>
    public void KeepTold()
    {
        if (Evaluator is WindowEvaluator { WindowMeasure: var measure })
        {
            foreach (var (region, id, at) in measure.ToldIncidents())
            {
                Tell(region, id, at);
            }

            Horizon = measure.Horizon;
        }
    }

    /// <summary>A version was adopted: carries over what is known of past days, where it still measures the same.</summary>
    /// <param name="before">The definition before it.</param>
    /// <param name="now">UTC ticks.</param>
    public void CarryOverDays(Threshold? before, long now)
    {
        if (before is null || Version!.Definition is not { } after || !RarityRule.MeasuresTheSame(before, after))
        {
            AlertState.ForgetValues();
        }

        if (Evaluator is null)
        {
            AlertState.HeldSince = null;
        }
        else
        {
            AlertState.Days.Begin(now - LatenessOf(Version!.Definition!));
        }
    }

    /// <summary>What counts sources goes by when their reports came in, so that none is late.</summary>
    private static long LatenessOf(Threshold definition) => definition.Measure == Measure.Quiet ? 0 : definition.Lateness.Ticks;

    /// <summary>The clock is set back: what happened later counts as of this instant.</summary>
    public void SetBack(long to)
    {
        if (Version?.Definition is { } definition)
        {
            AlertState.Days.SetBack(to, to - LatenessOf(definition));
        }

        Horizon = Math.Min(Horizon, to);
        AlertState.SetBack(to);
    }
}
