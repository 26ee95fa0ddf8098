using System.Globalization;
using Alerting.Engine;
using Alerting.Engine.Boundaries;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>The rules for reading a report that depend on the moment and the occasion.</summary>
public readonly record struct ReportRules
{
    /// <summary>The instant of receipt.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far after <see cref="Now"/> an event may lie; null: any time.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>How long before <see cref="Now"/> an event may lie; null: any time.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Whether a report may state <c>receivedAt</c>.</summary>
    public bool AllowsReceivedAt { get; init; }

    /// <summary>Creates the id of a report that states none; null: a ULID of <see cref="Now"/>.</summary>
    public Func<string>? NewReportId { get; init; }

    /// <summary>How many unknown names of the request are still looked up for hints; null: all.</summary>
    public HintBudget? Hints { get; init; }

    /// <summary>The fault of a report that states neither region nor location, and of which neither is known.</summary>
    public static Fault NoRegion { get; } =
        new(FaultTypes.MissingField, "region is required, or a location to find it by", "$.region");

    /// <summary>The rules for reports that are posted to be stored.</summary>
    public static ReportRules Live(DateTimeOffset now, EngineOptions options, HintBudget? hints = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ReportRules { Now = now, Tolerance = options.ClockTolerance, Retention = options.Retention, Hints = hints };
    }

    /// <summary>The fault of a report that states no region, where its location leads to none or to several.</summary>
    public static Fault NotLocated(Location location, in LocatedRegion found)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"the location {location.Lat}, {location.Lon} lies in");
        var regions = found.Several.Count == 0 ? "no region" : $"several regions, {string.Join(" and ", found.Several)}";
        return new Fault(FaultTypes.UnknownRegion, $"{where} {regions}: state region", "$.location");
    }

    /// <summary>The fault of a revision without region whose location is in another region than the report's.</summary>
    public static Fault Moved(Location location, string found) => new(
        FaultTypes.RegionMoved,
        string.Create(CultureInfo.InvariantCulture, $"the location {location.Lat}, {location.Lon} lies in {found}, but the report was ")
            + "first found in another region and never moves: retract it there and send it as a new one",
        "$.location");

    /// <summary>The rules for reports that are posted for a backtest: of any time, and with ids that are the same in every run.</summary>
    public static ReportRules Backtest(Func<string> newReportId) =>
        new() { Now = DateTimeOffset.UnixEpoch, AllowsReceivedAt = true, NewReportId = newReportId, Hints = new HintBudget() };
}

/// <summary>The result of reading: a report, or the fault for which there is none.</summary>
/// <param name="Report">Null when there is a fault.</param>
/// <param name="Fault">Null when there is a report.</param>
/// <param name="ReportId">
/// The id that was stated or made; with a fault, where one can be made out, so that the reporter knows which report it was.
/// </param>
/// <param name="IsLocated">
/// The report states no region: it has that of its location, which counts only if the report was not found elsewhere before, or, with
/// neither, an empty one, and is in the region in which it was first found. False where it states no id, so that it is new.
/// </param>
public readonly record struct ParsedReport(Report? Report, Fault? Fault, string? ReportId, bool IsLocated = false);
