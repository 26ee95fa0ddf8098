using System.Globalization;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.OnCall;

/// <summary>Who is on call, held against a naive answer minute by minute, while clocks are changed.</summary>
public sealed class OnCallOracleTests
{
    private const int Days = 6;

    /// <summary>Zones, and the day before something happens to their clocks.</summary>
    private static readonly (string Zone, DateTime Day)[] s_changes =
    [
        ("Europe/Berlin", Day(2014, 3, 29)),
        ("Europe/Berlin", Day(2014, 10, 25)),
        ("America/New_York", Day(2014, 3, 8)),
        ("America/New_York", Day(2014, 11, 1)),
        ("Australia/Lord_Howe", Day(2014, 4, 5)),
        ("Australia/Lord_Howe", Day(2014, 10, 4)),
        ("Asia/Baghdad", Day(2014, 3, 29)),
        ("Pacific/Apia", Day(2011, 12, 29)),
    ];

    private static readonly MinuteClock[] s_clocks =
        [.. s_changes.Select(static change => new MinuteClock(change.Zone, change.Day.AddDays(-12), 40))];

    private static readonly Gen<string?> s_between = Gen.OneOf(
        Gen.Const((string?)null),
        OneOf<string?>("00:00-24:00", "08:00-20:00", "20:00-08:00", "22:00-24:00", "18:00-00:00"),
        from first in Gen.Int[0, 16]
        from second in Gen.Int[0, 16]
        where first != second
        select (string?)$"{Time(first * 15)}-{Time(second * 15)}",
        from first in Gen.Int[0, 95]
        from second in Gen.Int[0, 95]
        where first != second
        select (string?)$"{Time(first * 15)}-{Time(second * 15)}");

    private static readonly Gen<(int Change, OnCallSchedule Schedule)> s_schedule =
        from change in Gen.Int[0, s_changes.Length - 1]
        let begin = s_changes[change].Day.AddDays(-2)
        from layers in (
            from contacts in OneOf("ann", "bob", "cem").List[1, 3]
            from start in Gen.Int[-(24 * 4), 24 * 16]
            from shift in OneOf("P1D", "PT24H", "P2D", "P1W", "PT1H", "PT90M", "PT6H", "PT12H", "PT25H", "P1DT12H")
            from between in s_between
            select new ScheduleLayer
            {
                Contacts = contacts,
                StartsAt = Utc(begin.AddMinutes(start * 15)),
                Shift = Duration.Parse(shift),
                Between = between,
            }).List[1, 3]
        from overrides in (
            from contact in OneOf("dora", "ann")
            from start in Gen.Int[-100, 24 * 4 * Days]
            from length in Gen.Int[1, 200]
            select new ScheduleOverride
            {
                Contact = contact,
                From = Utc(begin.AddMinutes(start * 15)),
                To = Utc(begin.AddMinutes((start + length) * 15)),
            }).List[0, 3]
        select (change, new OnCallSchedule { TimeZone = s_changes[change].Zone, Layers = layers, Overrides = overrides });

    [Fact]
    public void Every_minute_has_whom_a_naive_answer_names() => s_schedule.Sample(
        sample =>
        {
            var (change, schedule) = sample;
            var begin = s_changes[change].Day.AddDays(-2);
            var naive = new NaiveOnCall(schedule, s_clocks[change]);
            var minutes = Enumerable.Range(0, Days * 24 * 60).Select(minute => begin.AddMinutes(minute)).ToList();
            var expected = minutes.Select(naive.At).ToList();

            var shifts = new OnCallTimes(schedule).Shifts(begin.Ticks, begin.AddDays(Days).Ticks).ToList();
            Assert.Equal(expected, [.. shifts.SelectMany(static shift =>
                Enumerable.Repeat(Said(shift), (int)((shift.To - shift.From) / TimeSpan.TicksPerMinute)))]);

            // Shifts are as long as can be: one that follows is of another.
            Assert.All(shifts.Zip(shifts.Skip(1)), static pair => Assert.NotEqual(Said(pair.First), Said(pair.Second)));
            Assert.Equal(
                shifts.Where(static shift => shift.Contact is null).Select(static shift => (shift.From, shift.To)),
                new OnCallTimes(schedule).Gaps(begin.Ticks, begin.AddDays(Days).Ticks));

            // Asked about any instant by itself, in whatever order.
            var times = new OnCallTimes(schedule);
            for (var i = 0; i < minutes.Count; i += 977)
            {
                var minute = (i * 7) % minutes.Count;
                var shift = times.At(minutes[minute].Ticks);
                Assert.Equal(expected[minute], Said(shift));
                Assert.Equal(expected[minute].Contact, times.ContactAt(minutes[minute].Ticks));
                var first = expected.FindLastIndex(minute, who => who != expected[minute]) + 1;
                var last = expected.FindIndex(minute, who => who != expected[minute]);
                if (first > 0)
                {
                    Assert.Equal(minutes[first].Ticks, shift.From);
                }

                if (last > 0)
                {
                    Assert.Equal(minutes[last].Ticks, shift.To);
                    var next = expected.FindIndex(last, static who => who.Contact is not null);
                    Assert.True(next < 0 || times.NextAfter(minutes[minute].Ticks) is { } after && after.From == minutes[next].Ticks);
                }
            }
        },
        iter: 300);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static (string?, string?) Said(OnCallShift shift) => (shift.Contact, shift.Source switch
    {
        null => null,
        { IsOverride: true, Index: var index } => $"override {index}",
        { Index: var index } => $"layer {index}",
    });

    private static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private static DateTimeOffset Utc(DateTime instant) => new(instant.Ticks, TimeSpan.Zero);

    private static string Time(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
