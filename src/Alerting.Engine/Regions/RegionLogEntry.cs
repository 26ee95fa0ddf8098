using Alerting.Alerts;

namespace Alerting.Engine.Regions;

/// <summary>One step of a region: the clock runs to an instant, then an input, if there is one, is applied.</summary>
/// <param name="Now">UTC ticks.</param>
/// <param name="Input">Null: only the clock runs, for the deadlines until then.</param>
public readonly record struct RegionStep(long Now, RegionInput? Input);

/// <summary>
/// An entry of a region's log: the steps in order, and the alert revisions that resulted from them, for the ledger.
/// Replaying the steps leads to the same revisions again.
/// </summary>
/// <param name="Steps">In order.</param>
/// <param name="Revisions">In order.</param>
/// <param name="Rules">By which the steps were judged.</param>
public sealed record RegionLogEntry(IReadOnlyList<RegionStep> Steps, IReadOnlyList<Alert> Revisions, JudgingRules Rules);
