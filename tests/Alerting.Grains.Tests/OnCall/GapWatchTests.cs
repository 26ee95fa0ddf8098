using Alerting.Grains.OnCall;
using Alerting.OnCall;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Alerting.Grains.Tests.OnCall;

/// <summary>That nobody will be on call is told a day ahead, and once.</summary>
public sealed class GapWatchTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2014, 1, 6, 12, 0, 0, TimeSpan.Zero);

    private readonly Lines _lines = new();
    private readonly GapWatch _watch;

    public GapWatchTests() => _watch = new GapWatch(null!, null!, TimeProvider.System, null!, _lines);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void A_gap_is_told_a_day_before_it_begins_once_and_again_when_it_comes_again()
    {
        // On call by overrides: nobody is from the end of the first one on, two days from now.
        var schedules = Schedules(("night", From(s_noon.AddDays(-1), s_noon.AddDays(2)), From(s_noon.AddDays(3), s_noon.AddDays(9))));
        Assert.Equal((0, 0), (_watch.Look(schedules, s_noon), _lines.Texts.Count));
        Assert.Equal(0, _watch.Look(schedules, s_noon.AddDays(1)));
        Assert.Equal(1, _watch.Look(schedules, s_noon.AddDays(1).AddMinutes(1)));
        Assert.Equal(
            "Nobody is on call by schedule night from 2014-01-08T12:00:00.0000000+00:00 to 2014-01-09T12:00:00.0000000+00:00; "
            + "who is to be called then is not.",
            Assert.Single(_lines.Texts));

        // In the midst of it the same gap is not told again; when it is over, it is none any more.
        Assert.Equal(1, _watch.Look(schedules, s_noon.AddDays(2).AddHours(12)));
        Assert.Equal(0, _watch.Look(schedules, s_noon.AddDays(4)));
        Assert.Single(_lines.Texts);

        // Somebody took over, and went back on it.
        Assert.Equal(1, _watch.Look(schedules, s_noon.AddDays(2)));
        Assert.Equal(0, _watch.Look(Schedules(("night", From(s_noon, s_noon.AddDays(9)), null)), s_noon.AddDays(2)));
        Assert.Equal(1, _watch.Look(schedules, s_noon.AddDays(2)));
        Assert.Equal(3, _lines.Texts.Count);
    }

    [Fact]
    public void Schedules_are_counted_each_once_and_a_gap_without_an_end_says_so()
    {
        var schedules = Schedules(
            ("night", From(s_noon, s_noon.AddHours(1)), From(s_noon.AddHours(2), s_noon.AddHours(3))), ("day", null, null));
        Assert.Equal(2, _watch.Look(schedules, s_noon));
        Assert.Equal(3, _lines.Texts.Count);
        Assert.Equal(2, _lines.Texts.Count(static text => text.Contains("for good", StringComparison.Ordinal)));
    }

    private static ScheduleOverride From(DateTimeOffset from, DateTimeOffset to) => new() { Contact = "ann", From = from, To = to };

    private static Dictionary<string, OnCallSchedule> Schedules(
        params (string Id, ScheduleOverride? First, ScheduleOverride? Second)[] schedules) => schedules.ToDictionary(
        static one => one.Id,
        static one => new OnCallSchedule
        {
            TimeZone = "Asia/Baghdad",

            // Nobody for as long as is looked at here.
            Layers =
            [
                new ScheduleLayer
                {
                    Contacts = ["ann"],
                    StartsAt = new DateTimeOffset(9950, 1, 1, 0, 0, 0, TimeSpan.Zero),
                    Shift = Duration.Parse("P1W"),
                },
            ],
            Overrides = [.. new[] { one.First, one.Second }.OfType<ScheduleOverride>()],
        });

    private sealed class Lines : ILogger<GapWatch>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Equal(LogLevel.Warning, logLevel);
            Texts.Add(formatter(state, exception));
        }
    }
}
