using System.Numerics;
using Alerting.Alerts;
using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>The facts that one revision publishes.</summary>
internal sealed record AlertFacts
{
    /// <summary>The greatest measure that is judged and the window end that has it; null when no counting window end is left.</summary>
    public required Peak? Peak { get; init; }

    /// <summary>Incidents in that window, newest first.</summary>
    public required IReadOnlyList<IncidentNode> Evidence { get; init; }

    /// <summary>What of the measure is in doubt; null for a measure on which doubt has no bearing.</summary>
    public WindowDoubts? Doubts { get; init; }

    /// <summary>The measure as stated; 0 when no counting window end is left.</summary>
    public double Stated { get; init; }

    /// <summary>What of it is certain.</summary>
    public double Certain => Doubts?.CertainOf(Stated) ?? Stated;

    public double? Expected { get; init; }

    public double? Probability { get; init; }

    /// <summary>How rare the measure is; null where it does not reach the threshold.</summary>
    public AlertRarity? Rarity { get; init; }

    /// <summary>Since when a cooldown has held the alert back, UTC ticks; null where none has.</summary>
    public long? HeldSince { get; init; }

    /// <summary>The sources that are quiet, by name; null for other measures.</summary>
    public IReadOnlyList<QuietSource>? Quiet { get; init; }

    /// <summary>Names of the sources that have been silent for so long that nobody expects them to report any more.</summary>
    public IReadOnlyList<string> GivenUp { get; init; } = [];

    /// <summary>The incidents a change of which is told; null: all of <see cref="Evidence"/>.</summary>
    public IReadOnlyList<IncidentNode>? Decisive { get; init; }

    /// <summary>Whether another end of the window alone is nothing to tell.</summary>
    public bool TellsEvidenceAlone { get; init; }

    /// <summary>Of a level, the incidents that are worth naming, heaviest first.</summary>
    public IReadOnlyList<IncidentNode> Heaviest { get; init; } = [];

    public PublishedFacts Published
    {
        get
        {
            if (Quiet is { } quiet)
            {
                return new PublishedFacts(Peak ?? default, quiet.Count, QuietHash.Of(quiet));
            }

            ulong hash = 0;
            var decisive = Decisive ?? Evidence;
            foreach (var node in decisive)
            {
                // Of a chain it matters which incident meets which step; other evidence is a set.
                hash = (TellsEvidenceAlone ? BitOperations.RotateLeft(hash, 7) : hash) + node.ShownHash;
            }

            var peak = Peak ?? default;
            return new PublishedFacts(TellsEvidenceAlone ? peak with { End = 0 } : peak, decisive.Count, hash);
        }
    }

    /// <summary>
    /// Whether there is anything to tell that the alert has not told. A threshold of before there was a certain value does not
    /// tell of that value by itself, so that its log leads to the revisions that it led to. What is stated may change while no
    /// incident does: operators may say that two towns are one.
    /// </summary>
    public bool DifferFrom(OpenAlert open, Threshold definition) =>
        Published != open.Published
        || (Doubts is not null && Stated != open.Last.Measure.Value)
        || (definition.Count is not null && Certain != open.Last.Measure.Certain);
}
