using Alerting.Series;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Series;

/// <summary>Steps are aligned to the epoch, meet the whole span, and have every instant of it in one of them.</summary>
public sealed class TimeStepsTests
{
    private static readonly long s_epoch = DateTime.UnixEpoch.Ticks;

    private static readonly Gen<(long From, long Span, long Step)> s_spans = Gen.Select(
        Gen.Long[0, 60L * 365 * TimeSpan.TicksPerDay],
        Gen.Long[1, 40 * TimeSpan.TicksPerDay],
        Gen.OneOf(
            Gen.Const(TimeSpan.TicksPerHour),
            Gen.Const(TimeSpan.TicksPerDay),
            Gen.Const(7 * TimeSpan.TicksPerDay),
            Gen.Long[TimeSpan.TicksPerHour, 50 * TimeSpan.TicksPerDay]),
        static (from, span, step) => (s_epoch + from, span, step));

    [Fact]
    public void Are_the_multiples_that_a_span_meets() => s_spans.Sample(
        static given =>
        {
            var (from, to) = (given.From, given.From + given.Span);
            var expected = new List<long>();
            for (var start = s_epoch + (((from - s_epoch) / given.Step) - 2) * given.Step; start < to; start += given.Step)
            {
                if (start + given.Step > from)
                {
                    expected.Add(start);
                }
            }

            var steps = TimeSteps.Meeting(from, to, given.Step);
            Assert.Equal(expected, Enumerable.Range(0, steps.Count).Select(steps.StartOf));
            Assert.Equal(expected.Count, TimeSteps.CountOf(from, to, given.Step));
            Assert.Equal(expected[^1] + given.Step, steps.End);
        },
        iter: 2_000);

    [Fact]
    public void Have_each_instant_of_theirs_once() => Gen.Select(s_spans, Gen.Double[-0.5, 1.5]).Sample(
        static (given, share) =>
        {
            var steps = TimeSteps.Meeting(given.From, given.From + given.Span, given.Step);
            foreach (var at in new[] { steps.Begin - 1, steps.Begin, steps.End - 1, steps.End, given.From + (long)(given.Span * share) })
            {
                var within = Enumerable.Range(0, steps.Count)
                    .Where(index => steps.StartOf(index) <= at && at < steps.StartOf(index) + given.Step)
                    .Cast<int?>()
                    .SingleOrDefault();
                Assert.Equal(within, steps.IndexOf(at));
            }
        },
        iter: 2_000);

    [Fact]
    public void Days_begin_at_midnight_and_nothing_is_met_by_an_empty_span()
    {
        var at = new DateTimeOffset(2014, 1, 1, 13, 5, 0, TimeSpan.Zero).UtcTicks;
        var days = TimeSteps.Meeting(at, at + TimeSpan.TicksPerDay, TimeSpan.TicksPerDay);
        Assert.Equal((2, new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero)), (days.Count, Instants.FromTicks(days.Begin)));
        Assert.Equal(0, TimeSteps.Meeting(at, at, TimeSpan.TicksPerDay).Count);
        Assert.Equal(0, TimeSteps.Meeting(at, at - 1, TimeSpan.TicksPerDay).Count);
    }
}
