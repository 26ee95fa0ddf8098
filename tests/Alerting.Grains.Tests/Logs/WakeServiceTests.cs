using System.Diagnostics.Metrics;
using Alerting.Alerts;
using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Hosting;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class WakeServiceTests
{
    private readonly InMemoryLogStore _inner = new();

    [Fact]
    public async Task After_a_restart_the_owner_of_an_overdue_log_goes_on_where_it_was()
    {
        var store = new FaultyLogStore(_inner);
        var probe = new FollowerProbe { Failures = int.MaxValue };
        var before = await AlertingCluster.StartAsync(store, probe);
        await before.Ledger.FollowAsync("desk", null);
        await before.Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 1)]);
        await Wait.UntilAsync(() => probe.Calls > 0, "the follower was told in vain");
        await before.KillAsync();
        Assert.NotNull(_inner.WakeOf("ledger"));

        probe.Failures = 0;
        await using var after = await AlertingCluster.StartAsync(store, probe);

        await Wait.UntilAsync(() => probe.CountOf("desk") == 1, "the follower has the revision though nobody asked for the ledger");
        await Wait.UntilAsync(() => _inner.WakeOf("ledger") is null, "nothing is due any more");
    }

    [Fact]
    public async Task A_sleeping_owner_is_awake_before_its_deadline_comes()
    {
        var start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(start);
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(_inner), clock: clock);
        await cluster.Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 1)]);
        await cluster.DeactivateAsync(cluster.Ledger);
        await _inner.SetWakeAsync("ledger", 1, start.AddHours(1).UtcTicks, default);
        var ledger = cluster.Ledger.GetGrainId();

        clock.Advance(TimeSpan.FromMinutes(59));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(cluster.Silos.TryGetGrainContext(ledger, out _));

        await Wait.UntilAsync(
            () =>
            {
                if (clock.GetUtcNow() < start.AddHours(1).AddSeconds(-2))
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                }

                return cluster.Silos.TryGetGrainContext(ledger, out _);
            },
            "the owner is awake");
        Assert.Equal(1, await cluster.Ledger.HeadAsync());
        Assert.True(clock.GetUtcNow() < start.AddHours(1));
    }

    [Fact]
    public async Task A_log_without_an_owner_does_not_keep_others_from_being_woken()
    {
        for (var i = 0; i < 1_500; i++)
        {
            await _inner.AppendAsync($"nobody/{i}", 1, new LogBatch(Guid.NewGuid(), default), 1, default);
        }

        var entry = new LogBatch(Guid.NewGuid(), "{}"u8.ToArray());
        await _inner.AppendAsync("ledger", 1, entry, 2, default);
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(_inner));

        await Wait.UntilAsync(() => _inner.WakeOf("ledger") is null, "the last of many is woken and has nothing to do");
    }

    [Fact]
    public async Task The_wait_of_an_overdue_log_and_failed_commits_are_measured()
    {
        // Other tests measure at the same time: nobody else waits for as long as this.
        var wait = TimeSpan.FromDays(4_321);
        var longest = 0;
        var failures = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name is "alerting.wake.lag" or "alerting.commit.failures")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
        {
            if (TimeSpan.FromSeconds(seconds) - wait is var more && more > TimeSpan.Zero && more < TimeSpan.FromMinutes(10))
            {
                Interlocked.Exchange(ref longest, 1);
            }
        });
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref failures, count));
        listener.Start();
        await _inner.AppendAsync(
            "nobody/1", 1, new LogBatch(Guid.NewGuid(), default), (TimeProvider.System.GetUtcNow() - wait).UtcTicks, default);
        var store = new FaultyLogStore(_inner);

        await using var cluster = await AlertingCluster.StartAsync(store);
        store.FailNext("ledger");
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 1)]));

        await Wait.UntilAsync(() => Volatile.Read(ref longest) == 1, "the wait is measured");
        listener.RecordObservableInstruments();
        Assert.True(Interlocked.Read(ref failures) > 0);
    }
}
