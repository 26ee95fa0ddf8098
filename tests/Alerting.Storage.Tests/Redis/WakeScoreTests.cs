using Alerting.Storage.Redis;
using CsCheck;

namespace Alerting.Storage.Tests.Redis;

public sealed class WakeScoreTests
{
    [Fact]
    public void Is_exact_in_the_years_that_matter()
    {
        var from = new DateTime(1997, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var to = new DateTime(2053, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        Gen.Long[from, to].Sample(ticks => Assert.Equal(ticks, WakeScore.Ticks(WakeScore.Of(ticks))));
    }

    [Fact]
    public void Never_puts_an_instant_after_a_later_one() =>
        Gen.Select(Gen.Long, Gen.Long).Sample((one, other) =>
            Assert.True(WakeScore.Of(Math.Min(one, other)) <= WakeScore.Of(Math.Max(one, other))));

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Takes_any_instant(long ticks) => Assert.Equal(ticks, WakeScore.Ticks(WakeScore.Of(ticks)), (double)(1L << 11));
}
