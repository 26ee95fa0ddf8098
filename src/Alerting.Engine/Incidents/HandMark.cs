namespace Alerting.Engine.Incidents;

/// <summary>Who settled something by hand, when and why.</summary>
/// <param name="At">UTC ticks.</param>
/// <param name="Reason">Null where nothing was said.</param>
public sealed record HandDecision(string By, long At, string? Reason);

/// <summary>Why a report is where an operator has it, and where it would be otherwise.</summary>
/// <param name="From">Id of the incident that the report would be in, or of the one that it was taken out of.</param>
/// <param name="TakenOut">Whether it was taken out of that incident; else that incident was joined to the one it is in now.</param>
/// <param name="Before">Why it was in that incident.</param>
/// <param name="Difference">See <see cref="ReportRow.Difference"/>, of that time.</param>
internal sealed record HandMark(string From, bool TakenOut, JoinReason Before, long Difference, HandDecision Decision);
