using Alerting.Incidents;

namespace Alerting.Engine.Incidents;

/// <summary>The change of one incident by one step.</summary>
/// <param name="Before">What it showed before the step; null when it did not exist.</param>
internal readonly record struct IncidentStep(IncidentNode Node, Incident? Before, DistinctTown? TownBefore)
{
    /// <summary>Whether the incident exists after the step.</summary>
    public bool IsShown => Node.IsShown;
}
