namespace Alerting.Alerts;

/// <summary>A source that used to report from a region and has said nothing for longer than a threshold allows.</summary>
/// <param name="Source">Its name.</param>
/// <param name="LastReportAt">When its last report was received.</param>
/// <param name="SilentSince">
/// From when on its silence counts: its last report, or the end of the last outage of the system if that is later.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.QuietSource")]
public sealed record QuietSource(
    [property: Id(0)] string Source,
    [property: Id(1)] DateTimeOffset LastReportAt,
    [property: Id(2)] DateTimeOffset SilentSince);
