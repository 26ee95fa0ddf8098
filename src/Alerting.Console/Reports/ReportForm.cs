using System.Globalization;
using System.Security.Cryptography;
using Alerting.Reports;

namespace Alerting.Console.Reports;

/// <summary>A report as people fill it in; times are those of the viewer's zone.</summary>
public sealed class ReportForm
{
    private readonly TimeZoneInfo _zone;

    /// <summary>The revision that is corrected, with what has no field here; null: it is a new report.</summary>
    private readonly ReportBody? _known;

    private ReportForm(TimeZoneInfo zone, ReportBody? known) => (_zone, _known) = (zone, known);

    /// <summary>Who reports.</summary>
    public string Source { get; set; } = "";

    /// <summary>Names the report within region and source.</summary>
    public string ReportId { get; set; } = "";

    /// <summary>Code; empty where a location leads to it.</summary>
    public string Region { get; set; } = "";

    /// <summary>As people write it; empty: not stated.</summary>
    public string Town { get; set; } = "";

    /// <summary>A kind of the catalogue.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Degrees; null: not stated.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees; null: not stated.</summary>
    public double? Longitude { get; set; }

    /// <summary>When it happened; null: not stated.</summary>
    public DateTimeOffset? OccurredAt { get; private set; }

    /// <summary>The same to the second on the clocks of the viewer's zone.</summary>
    public DateTime? LocalTime
    {
        get => OccurredAt is { } at ? Seconds(TimeZoneInfo.ConvertTime(at, _zone).DateTime) : null;
        set
        {
            if (value != LocalTime)
            {
                OccurredAt = value is { } local
                    ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), _zone.GetUtcOffset(local)).ToUniversalTime()
                    : null;
            }
        }
    }

    /// <summary>Persons; null: not stated.</summary>
    public int? Killed { get; set; }

    /// <summary>Persons; null: not stated.</summary>
    public int? Wounded { get; set; }

    /// <summary>Admiralty code of the source, A to F.</summary>
    public string Reliability { get; set; } = "F";

    /// <summary>Admiralty code of the information, 1 to 6.</summary>
    public string Credibility { get; set; } = "6";

    /// <summary>What happened, in words.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Where it can be read.</summary>
    public string Url { get; set; } = "";

    /// <summary>Whether it is a report that nobody has sent yet.</summary>
    public bool IsNew => _known is null;

    /// <summary>The revision that would be sent, from 1.</summary>
    public int Revision => _known is null ? 1 : (_known.Revision ?? 1) + 1;

    /// <summary>Whether the report is withdrawn as it stands.</summary>
    public bool IsRetracted => _known?.Retracted == true;

    /// <summary>A new one of just now, under an id that nobody else proposes.</summary>
    public static ReportForm New(TimeProvider clock, string source = "")
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = Seconds(clock.GetUtcNow().UtcDateTime);
        return new ReportForm(clock.LocalTimeZone, null)
        {
            Source = source,
            OccurredAt = new DateTimeOffset(now, TimeSpan.Zero),
            ReportId = now.ToString("yyyyMMdd-HHmm-", CultureInfo.InvariantCulture)
                + RandomNumberGenerator.GetHexString(6, lowercase: true),
        };
    }

    /// <summary>To correct or retract one as it stands.</summary>
    public static ReportForm Of(ReportBody report, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(clock);
        return new ReportForm(clock.LocalTimeZone, report)
        {
            Source = report.Source,
            ReportId = report.ReportId ?? "",
            Region = report.Region ?? "",
            Town = report.Town ?? "",
            Kind = report.Kind ?? "",
            Latitude = report.Location?.Lat,
            Longitude = report.Location?.Lon,
            OccurredAt = report.OccurredAt,
            Killed = report.Killed,
            Wounded = report.Wounded,
            Reliability = report.Grade?[..1] ?? "F",
            Credibility = report.Grade?[1..] ?? "6",
            Summary = report.Summary ?? "",
            Url = report.Url ?? "",
        };
    }

    /// <summary>What is sent.</summary>
    public ReportBody ToBody() => new()
    {
        Source = Source.Trim(),
        ReportId = Stated(ReportId),
        Revision = Revision,
        Region = Stated(Region),
        Town = Stated(Town),
        Kind = Stated(Kind),
        Location = Latitude is { } latitude && Longitude is { } longitude ? new Location(latitude, longitude) : null,
        OccurredAt = OccurredAt,
        Killed = Killed,
        Wounded = Wounded,
        Grade = Reliability + Credibility,
        Summary = Stated(Summary),
        Url = Stated(Url),
        // A town that is named or taken back says anew how exactly the place is known.
        Precision = _known?.Town == Stated(Town) ? _known?.Precision : null,
        Actors = _known?.Actors,
        IncidentId = _known?.IncidentId,
    };

    /// <summary>What is sent to withdraw it.</summary>
    public ReportBody ToRetraction() => new()
    {
        Source = Source.Trim(),
        ReportId = Stated(ReportId),
        Revision = Revision,
        Region = Stated(_known?.Region ?? Region),
        Retracted = true,
    };

    private static string? Stated(string text) => text.Trim() is { Length: > 0 } stated ? stated : null;

    private static DateTime Seconds(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), instant.Kind);
}
