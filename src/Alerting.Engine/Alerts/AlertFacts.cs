using Alerting.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;

namespace Alerting.Engine.Alerts;

/// <summary>The facts that one revision publishes.</summary>
internal sealed record AlertFacts
{
    /// <summary>The greatest measure and the window end that has it; null when no counting window end is left.</summary>
    public required Peak? Peak { get; init; }

    /// <summary>Incidents in that window, newest first.</summary>
    public required IReadOnlyList<IncidentNode> Evidence { get; init; }

    public double? Expected { get; init; }

    public double? Probability { get; init; }

    /// <summary>How rare the measure is; null where it does not reach the threshold.</summary>
    public AlertRarity? Rarity { get; init; }

    /// <summary>Since when a cooldown has held the alert back, UTC ticks; null where none has.</summary>
    public long? HeldSince { get; init; }

    /// <summary>The incidents a change of which is told; null: all of <see cref="Evidence"/>.</summary>
    public IReadOnlyList<IncidentNode>? Decisive { get; init; }

    /// <summary>Of a level, the incidents that are worth naming, heaviest first.</summary>
    public IReadOnlyList<IncidentNode> Heaviest { get; init; } = [];

    public PublishedFacts Published
    {
        get
        {
            ulong hash = 0;
            var decisive = Decisive ?? Evidence;
            foreach (var node in decisive)
            {
                hash += node.ShownHash;
            }

            return new PublishedFacts(Peak ?? default, decisive.Count, hash);
        }
    }
}
