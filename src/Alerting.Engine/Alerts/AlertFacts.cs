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

    public PublishedFacts Published
    {
        get
        {
            ulong hash = 0;
            foreach (var node in Evidence)
            {
                hash += node.ShownHash;
            }

            return new PublishedFacts(Peak ?? default, Evidence.Count, hash);
        }
    }
}
