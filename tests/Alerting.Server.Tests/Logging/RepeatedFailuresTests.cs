using Alerting.Server.Logging;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Logging;

public sealed class RepeatedFailuresTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_cause_is_said_once_a_minute_with_how_often_it_was_not()
    {
        var failures = new RepeatedFailures(_clock);

        Assert.True(failures.Admits("disk full", out var leftOut));
        Assert.Equal(0, leftOut);
        for (var i = 0; i < 30; i++)
        {
            Assert.False(failures.Admits("disk full", out _));
        }

        Assert.True(failures.Admits("another", out _));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(failures.Admits("disk full", out leftOut));
        Assert.Equal(30, leftOut);
    }

    [Fact]
    public void The_cause_is_the_first_failure_of_the_store_whatever_was_said_of_it_later()
    {
        var first = new LogStoreUnavailableException("disk full", new IOException("ENOSPC"));

        Assert.Equal(
            "disk full",
            RepeatedFailures.CauseOf(new InvalidOperationException("hop", new LogStoreUnavailableException("log x", first))));
        Assert.Null(RepeatedFailures.CauseOf(new InvalidOperationException("a fault of the program")));
    }
}
