using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;

namespace Alerting.Engine.Alerts;

/// <summary>The facts that one revision publishes.</summary>
internal sealed record AlertFacts
{
    /// <summary>Null when no window end is left that counts.</summary>
    public required Peak? Peak { get; init; }

    /// <summary>Newest first.</summary>
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
