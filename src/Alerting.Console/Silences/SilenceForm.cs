using Alerting.Console.Shown;
using Alerting.Console.Shown.Calendars;
using Alerting.Console.Shown.Forms;
using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Console.Silences;

/// <summary>A silence as people fill it in: once, or again and again.</summary>
public sealed class SilenceForm
{
    /// <summary>For a new one, which ends in two hours if nobody says otherwise.</summary>
    /// <param name="now">The present.</param>
    /// <param name="zone">Of whoever fills it in: what is once is entered in its times.</param>
    public SilenceForm(DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ViewerZone = zone;
        EndsAt = WholeMinute(TimeZoneInfo.ConvertTime(now, zone).DateTime.AddHours(2));
        Zone = zone.Id;
        FirstDay = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
    }

    /// <summary>Where whoever fills it in lives.</summary>
    public TimeZoneInfo ViewerZone { get; }

    /// <summary>Id of the one that is changed; null: it is new.</summary>
    public string? Id { get; private init; }

    /// <summary>Why nobody is to be told.</summary>
    public string Comment { get; set; } = "";

    /// <summary>Codes with commas between; empty: all.</summary>
    public string Regions { get; set; } = "";

    /// <summary>Ids; none: all.</summary>
    public HashSet<string> Thresholds { get; } = new(StringComparer.Ordinal);

    /// <summary>Graver alerts are delivered all the same.</summary>
    public Severity MaxSeverity { get; set; } = Severity.Severe;

    /// <summary>When it holds.</summary>
    public Recurrence Recurs { get; set; }

    /// <summary>Of one that holds once: local time of the viewer; null: now.</summary>
    public DateTime? StartsAt { get; set; }

    /// <summary>Of one that holds once: local time of the viewer.</summary>
    public DateTime? EndsAt { get; set; }

    /// <summary>Of one that recurs: the day from which on.</summary>
    public DateOnly? FirstDay { get; set; }

    /// <summary>Of one that recurs: the time of the day at which it begins, in its zone.</summary>
    public TimeOnly? Time { get; set; } = new(22, 0);

    /// <summary>Of one that recurs: how long it holds each time.</summary>
    public string Length { get; set; } = "PT8H";

    /// <summary>Of one that recurs: name of the zone of its times.</summary>
    public string Zone { get; set; }

    /// <summary>On which days of the week.</summary>
    public HashSet<DayOfWeek> Days { get; } = [];

    /// <summary>Of <see cref="Recurrence.ByRule"/>.</summary>
    public string Rule { get; set; } = "";

    /// <summary>To change one that is there.</summary>
    /// <param name="zone">Of whoever changes it.</param>
    public static SilenceForm Of(SilenceView view, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(view);
        var form = new SilenceForm(now, zone)
        {
            Id = view.Id,
            Comment = view.Comment,
            Regions = CodeList.Format(view.Regions),
            MaxSeverity = view.MaxSeverity,
            StartsAt = TimeZoneInfo.ConvertTime(view.StartsAt, zone).DateTime,
            EndsAt = view.EndsAt is { } end ? TimeZoneInfo.ConvertTime(end, zone).DateTime : null,
        };
        form.Thresholds.UnionWith(view.Thresholds);
        if (view.Schedule is { } schedule)
        {
            var first = LocalTime.Zone(schedule.TimeZone) is { } own
                ? TimeZoneInfo.ConvertTime(view.StartsAt, own).DateTime : view.StartsAt.UtcDateTime;
            (form.FirstDay, form.Time) = (DateOnly.FromDateTime(first), TimeOnly.FromDateTime(first));
            form.Length = schedule.Duration.ToString();
            form.Zone = schedule.TimeZone;
            form.Rule = schedule.Rrule;
            form.Recurs = Recurrence.ByRule;
            if (WeeklyRule.DaysOf(schedule.Rrule) is { } days)
            {
                form.Recurs = Recurrence.Weekly;
                form.Days.UnionWith(days);
            }
        }

        return form;
    }

    /// <summary>What is put; what is missing or cannot be read is told instead.</summary>
    /// <returns>Null where there are faults.</returns>
    public SilenceBody? ToBody(out IReadOnlyList<FieldFault> faults)
    {
        var reader = new FormReader();
        var schedule = Recurs == Recurrence.Once ? null : Schedule(reader);
        if (Recurs == Recurrence.Once && EndsAt is null)
        {
            reader.AddMissing(SilenceTexts.EndsAt.Path, Spoken.Of("Say when it ends."));
        }

        var body = new SilenceBody
        {
            Comment = Comment.Trim(),
            Regions = CodeList.Parse(Regions),
            Thresholds = [.. Thresholds.Order(StringComparer.Ordinal)],
            MaxSeverity = MaxSeverity,
            StartsAt = Recurs == Recurrence.Once
                ? StartsAt is { } start ? LocalTime.At(start, ViewerZone).ToUniversalTime() : null
                : FirstStart(reader),
            EndsAt = Recurs == Recurrence.Once && EndsAt is { } end ? LocalTime.At(end, ViewerZone).ToUniversalTime() : null,
            Schedule = schedule,
        };
        faults = reader.Faults;
        return faults.Count == 0 ? body : null;
    }

    private SilenceScheduleBody Schedule(FormReader reader)
    {
        if (Recurs == Recurrence.Weekly && Days.Count == 0)
        {
            reader.AddMissing(SilenceTexts.Days.Path, Spoken.Of("Choose at least one day."));
        }

        return new SilenceScheduleBody
        {
            Rrule = Recurs == Recurrence.Weekly ? WeeklyRule.Of(Days) : Rule.Trim(),
            Duration = reader.Required(SilenceTexts.Length.Path, reader.Length(SilenceTexts.Length.Path, Length)),
            TimeZone = Zone.Trim(),
        };
    }

    /// <summary>The first start on a day that is chosen: RFC 5545 counts DTSTART as one whatever the rule says.</summary>
    private DateTimeOffset? FirstStart(FormReader reader)
    {
        if (FirstDay is not { } day)
        {
            reader.AddMissing(SilenceTexts.FirstDay.Path, Spoken.Of("Say from which day on."));
            return null;
        }

        if (Time is not { } time)
        {
            reader.AddMissing(SilenceTexts.Time.Path, Spoken.Of("Say at what time it begins."));
            return null;
        }

        if (LocalTime.Zone(Zone.Trim()) is not { } zone)
        {
            reader.Add(SilenceTexts.Zone.Path, Spoken.Of("There is no such time zone; a name such as Asia/Baghdad is expected."));
            return null;
        }

        while (Recurs == Recurrence.Weekly && Days.Count > 0 && !Days.Contains(day.DayOfWeek))
        {
            day = day.AddDays(1);
        }

        return LocalTime.At(day.ToDateTime(time), zone).ToUniversalTime();
    }

    private static DateTime WholeMinute(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute));
}

/// <summary>How often a silence holds.</summary>
public enum Recurrence
{
    /// <summary>From a time to a time.</summary>
    Once,

    /// <summary>On days of every week.</summary>
    Weekly,

    /// <summary>As a rule of RFC 5545 says.</summary>
    ByRule,
}
