namespace Alerting.Series;

/// <summary>How many alerts were raised over time, in steps of one length.</summary>
/// <param name="From">Begin of the first step.</param>
/// <param name="To">End of the last step, which may lie in the future.</param>
/// <param name="Step">Length of each, as it was asked for.</param>
/// <param name="Points">One a step, oldest first; steps that have not begun are left out.</param>
public sealed record AlertSeries(DateTimeOffset From, DateTimeOffset To, Duration Step, IReadOnlyList<AlertSeriesPoint> Points);

/// <summary>
/// The alerts raised in a step of time, by the severity that they were raised with: they stay counted however they ended. All null
/// where the step lies before the oldest revision that is kept.
/// </summary>
/// <param name="At">Begin of the step.</param>
/// <param name="Notice">Raised as notice.</param>
/// <param name="Warning">Raised as warning.</param>
/// <param name="Severe">Raised as severe.</param>
/// <param name="Critical">Raised as critical.</param>
/// <param name="Total">All of them.</param>
public sealed record AlertSeriesPoint(DateTimeOffset At, int? Notice, int? Warning, int? Severe, int? Critical, int? Total);
