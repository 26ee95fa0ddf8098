using System.Globalization;
using Alerting.Reports;

namespace Alerting.Incidents;

/// <summary>
/// Where a report stands among the reports of an incident, best first: by grade, event time, casualties, source and
/// report id. It says so by itself, so that reports that come meanwhile move no page; a report that is corrected
/// meanwhile stands where it ranks then.
/// </summary>
/// <param name="Grade">The better one comes first.</param>
/// <param name="OccurredAt">UTC ticks; of equal grades the later one comes first.</param>
/// <param name="Killed">Persons, 0 when not stated; then the more comes first.</param>
/// <param name="Wounded">Persons, 0 when not stated; then the more comes first.</param>
/// <param name="Source">Then in ordinal order.</param>
/// <param name="ReportId">Then in ordinal order.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReportPlace")]
public sealed record ReportPlace(
    [property: Id(0)] Grade Grade,
    [property: Id(1)] long OccurredAt,
    [property: Id(2)] int Killed,
    [property: Id(3)] int Wounded,
    [property: Id(4)] string Source,
    [property: Id(5)] string ReportId)
{
    private const char Separator = '~';

    /// <summary>Where a listed report stands.</summary>
    /// <exception cref="ArgumentException">Its grade is none.</exception>
    public static ReportPlace Of(IncidentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Grade.TryParse(report.Grade, out var grade)
            ? new ReportPlace(grade, report.OccurredAt.UtcTicks, report.Killed ?? 0, report.Wounded ?? 0, report.Source, report.ReportId)
            : throw new ArgumentException($"'{report.Grade}' is no grade.", nameof(report));
    }

    /// <summary>Reads what <see cref="ToString"/> has written; false when it is anything else.</summary>
    public static bool TryParse(string text, out ReportPlace? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        place = text.Split(Separator, 6) is [var factor, var at, var killed, var wounded, var length, var names]
            && Grade.TryParse(factor, out var grade)
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && IsCount(killed, out var dead) && IsCount(wounded, out var hurt)
            && IsCount(length, out var source) && source < names.Length
                ? new ReportPlace(grade, ticks, dead, hurt, names[..source], names[source..])
                : null;
        return place is not null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Grade}~{OccurredAt}~{Killed}~{Wounded}~{Source.Length}~{Source}{ReportId}");

    private static bool IsCount(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
