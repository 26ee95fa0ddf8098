namespace Alerting.Thresholds;

/// <summary>What desks made of the alerts that a threshold has raised.</summary>
/// <param name="Threshold">Its id.</param>
/// <param name="From">Alerts count that were raised at this instant or later,</param>
/// <param name="To">and before this one.</param>
/// <param name="Total">Of all of them.</param>
/// <param name="Regions">By region, in the order of their codes; those without alerts are left out.</param>
/// <param name="Weeks">
/// By week: seven days each, counted back from the end, oldest first; the first may be shorter. Those without alerts are there.
/// </param>
public sealed record ThresholdRecord(
    string Threshold, DateTimeOffset From, DateTimeOffset To, RecordFigures Total, IReadOnlyList<RegionRecord> Regions,
    IReadOnlyList<WeekRecord> Weeks);

/// <summary>The alerts of a threshold in one region.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="Figures">Of its alerts.</param>
public sealed record RegionRecord(string Region, RecordFigures Figures);

/// <summary>The alerts that a threshold has raised in one week.</summary>
/// <param name="From">From this instant on,</param>
/// <param name="To">until before this one.</param>
/// <param name="Figures">Of its alerts.</param>
public sealed record WeekRecord(DateTimeOffset From, DateTimeOffset To, RecordFigures Figures);

/// <summary>What desks made of some alerts.</summary>
/// <param name="Alerts">How many were raised.</param>
/// <param name="Reviewed">Of how many somebody has said what they were worth.</param>
/// <param name="ReviewedShare">The same as a share of all, 0..1; null where there are none.</param>
/// <param name="FalseAlarms">How many of them were false alarms.</param>
/// <param name="FalseAlarmShare">The same as a share of those reviewed, 0..1; null where there are none.</param>
/// <param name="MedianTimeToAcknowledge">
/// From the raise to the first acknowledgement, of those that were acknowledged; the mean of the two in the middle where their
/// number is even. Null where there are none.
/// </param>
/// <param name="MedianTimeToClear">From the raise to the clear, of those that cleared; likewise.</param>
public sealed record RecordFigures(
    int Alerts, int Reviewed, double? ReviewedShare, int FalseAlarms, double? FalseAlarmShare, Duration? MedianTimeToAcknowledge,
    Duration? MedianTimeToClear);
