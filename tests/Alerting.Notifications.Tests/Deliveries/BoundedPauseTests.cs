using Alerting.Notifications.Deliveries;
using Xunit;

namespace Alerting.Notifications.Tests.Deliveries;

public sealed class BoundedPauseTests
{
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(1);
    private static readonly long s_now = AlertSample.Start.UtcTicks;

    [Fact]
    public void It_lasts_as_long_as_it_was_meant_to()
    {
        var pause = new BoundedPause();
        Assert.True(pause.Until(s_now) <= s_now);
        pause.Begin(s_now, s_length);
        Assert.Equal(s_now + s_length.Ticks, pause.Until(s_now));
        Assert.Equal(s_now + s_length.Ticks, pause.Until(s_now + s_length.Ticks));
    }

    [Fact]
    public void A_clock_that_was_days_ahead_and_is_set_right_does_not_make_it_longer()
    {
        var pause = new BoundedPause();
        pause.Begin(s_now + TimeSpan.FromDays(5).Ticks, s_length);
        Assert.Equal(s_now + s_length.Ticks, pause.Until(s_now));
        Assert.Equal(s_now + s_length.Ticks, pause.Until(s_now + (s_length.Ticks / 2)));
    }
}
