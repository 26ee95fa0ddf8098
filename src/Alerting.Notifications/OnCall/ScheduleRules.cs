using Alerting.Notifications.Silences;
using Alerting.OnCall;
using Alerting.Reports;

namespace Alerting.Notifications.OnCall;

/// <summary>What the times of a schedule must be, and when nobody is on call.</summary>
public static class ScheduleRules
{
    /// <summary>The first violation, or null. Whether its contacts exist is checked elsewhere.</summary>
    public static Fault? Validate(OnCallSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return (SilenceTimes.ZoneOf(schedule.TimeZone) is null
                ? Invalid($"There is no time zone '{schedule.TimeZone}'; a name of IANA such as Asia/Baghdad is expected.", "$.timeZone")
                : null)
            ?? (schedule.Layers.Count == 0 ? Invalid("A schedule has a layer or more.", "$.layers") : null)
            ?? schedule.Layers.Select(static (layer, index) => Validate(layer, $"$.layers[{index}]"))
                .FirstOrDefault(static fault => fault is not null)
            ?? schedule.Overrides.Select(static (one, index) => one.From >= one.To
                    ? Invalid("An override ends after it begins.", $"$.overrides[{index}].to")
                    : null)
                .FirstOrDefault(static fault => fault is not null);
    }

    /// <summary>The spans of the next 28 days in which nobody is on call, at most 100.</summary>
    /// <param name="now">The present instant.</param>
    public static IReadOnlyList<ScheduleGap> GapsFrom(OnCallSchedule schedule, DateTimeOffset now) =>
    [
        .. new OnCallTimes(schedule).Gaps(now.UtcTicks, now.UtcTicks + OnCallSchedule.GapsAhead.Ticks)
            .Take(OnCallSchedule.MaxGaps)
            .Select(static gap => new ScheduleGap(Instants.FromTicks(gap.From), Instants.FromTicks(gap.To))),
    ];

    private static Fault? Validate(ScheduleLayer layer, string path) =>
        layer.Contacts.Count == 0 ? Invalid("A layer has a contact or more.", $"{path}.contacts")
        : layer.Shift.Value < OnCallSchedule.MinShift || layer.Shift.Value > OnCallSchedule.MaxShift
            ? Invalid("A turn takes PT15M to P366D.", $"{path}.shift")
        : layer.Between is not null && !DailyWindow.TryParse(layer.Between, out _)
            ? Invalid($"This is no part of a day: {DailyWindow.Rule}.", $"{path}.between")
        : null;

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
