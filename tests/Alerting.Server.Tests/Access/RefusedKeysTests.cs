using System.Net;
using Alerting.Server.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Access;

public sealed class RefusedKeysTests
{
    private static readonly IPAddress s_guesser = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _clock = new();
    private readonly Lines _log = new();

    [Fact]
    public void After_so_many_within_a_minute_an_address_has_to_wait_for_the_next_and_no_other_has()
    {
        var refused = New();
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(refused.Count(s_guesser)));
        _clock.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(TimeSpan.FromSeconds(15), refused.Count(s_guesser));
        Assert.Null(refused.Count(IPAddress.Parse("192.0.2.2")));

        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(refused.Count(s_guesser));
    }

    [Fact]
    public void A_flood_is_a_line_a_minute_with_the_number()
    {
        var refused = New();
        for (var i = 0; i < 10_000; i++)
        {
            refused.Count(s_guesser);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        refused.Count(s_guesser);

        Assert.Equal(
            [
                "A wrong key was shown from 192.0.2.1. Further ones are counted and told of after a minute.",
                "10000 wrong keys were shown from 192.0.2.1 within a minute."
            ],
            _log.Written);
    }

    [Fact]
    public void More_addresses_than_are_told_apart_are_counted_together()
    {
        var refused = New();
        for (var i = 0; i < 50_000; i++)
        {
            refused.Count(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.InRange(_log.Written.Count, RefusedKeys.MaxAddresses, RefusedKeys.MaxAddresses + 1);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(refused.Count(s_guesser));
    }

    [Fact]
    public void One_network_of_ipv6_is_one_party_and_a_mapped_address_is_what_it_maps()
    {
        var refused = New();
        for (var i = 0; i < 20; i++)
        {
            refused.Count(IPAddress.Parse($"2001:db8::{i + 1:x}"));
            refused.Count(s_guesser.MapToIPv6());
        }

        Assert.NotNull(refused.Count(IPAddress.Parse("2001:db8::ffff")));
        Assert.NotNull(refused.Count(s_guesser));
        Assert.Null(refused.Count(IPAddress.Parse("2001:db8:0:1::1")));
    }

    private RefusedKeys New() => new(Options.Create(new RateLimitOptions()), _clock, _log);

    private sealed class Lines : ILogger<RefusedKeys>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
