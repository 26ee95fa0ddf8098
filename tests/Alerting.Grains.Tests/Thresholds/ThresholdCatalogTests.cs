using Alerting.Engine.Thresholds;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Grains.Thresholds;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Thresholds;

public sealed class ThresholdCatalogTests : IAsyncLifetime
{
    private readonly InMemoryLogStore _inner = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultyLogStore _store;
    private AlertingCluster _cluster = null!;

    public ThresholdCatalogTests() => _store = new FaultyLogStore(_inner);

    public async ValueTask InitializeAsync() =>
        _cluster = await AlertingCluster.StartAsync(_store, clock: _clock, thresholds: DefaultThresholds.All);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_new_installation_is_seeded_once_in_one_entry()
    {
        var catalog = await _cluster.Catalog.GetAsync(-1);
        Assert.Equal(DefaultThresholds.All.Select(t => t.Id).Order(StringComparer.Ordinal), catalog!.Versions.Select(v => v.Id));
        Assert.All(catalog.Versions, v => Assert.Equal(("system", 1), (v.Author, v.Version)));
        Assert.Equal(1, await _inner.LastSequenceAsync("thresholds", default));

        await _cluster.DeactivateAsync(_cluster.Catalog);
        Assert.Equal(catalog.Revision, (await _cluster.Catalog.GetAsync(-1))!.Revision);
        Assert.Null(await _cluster.Catalog.GetAsync(catalog.Revision));
        Assert.Equal(1, await _inner.LastSequenceAsync("thresholds", default));
    }

    [Fact]
    public async Task Version_numbers_go_on_after_a_delete_and_an_old_body_restores()
    {
        var id = DefaultThresholds.Surge.Id;
        Assert.Equal(
            CatalogOutcome.Replaced,
            (await _cluster.Catalog.PutAsync(DefaultThresholds.Surge with { AtLeast = 3 }, "ann", "too many", null)).Outcome);
        Assert.Equal(CatalogOutcome.Deleted, (await _cluster.Catalog.DeleteAsync(id, "ben", "noise", null)).Outcome);
        Assert.Equal(CatalogOutcome.NotFound, (await _cluster.Catalog.DeleteAsync(id, "ben", null, null)).Outcome);
        await _cluster.DeactivateAsync(_cluster.Catalog);

        var restored = await _cluster.Catalog.PutAsync(DefaultThresholds.Surge, "cid", null, null);

        Assert.Equal((CatalogOutcome.Created, 4), (restored.Outcome, restored.Version!.Version));
        var versions = await _cluster.Catalog.VersionsAsync(id);
        Assert.Equal([("system", true), ("ann", true), ("ben", false), ("cid", true)], versions.Select(v => (v.Author, v.InForce)));
        Assert.Equal("too many", versions[1].Reason);
        Assert.Equal(3, versions[1].Definition!.AtLeast);
        Assert.Empty(await _cluster.Catalog.VersionsAsync("never-used"));
    }

    [Fact]
    public async Task A_change_of_another_version_than_the_expected_one_is_refused()
    {
        var wrong = await _cluster.Catalog.PutAsync(DefaultThresholds.Surge, "ann", null, 7);
        Assert.Equal((CatalogOutcome.Conflict, 1), (wrong.Outcome, wrong.Version!.Version));
        Assert.Equal(CatalogOutcome.Conflict, (await _cluster.Catalog.PutAsync(DefaultThresholds.Surge, "ann", null, 0)).Outcome);
        Assert.Equal(
            CatalogOutcome.Conflict,
            (await _cluster.Catalog.DeleteAsync(DefaultThresholds.Surge.Id, "ann", null, 2)).Outcome);
        Assert.Equal(CatalogOutcome.Replaced, (await _cluster.Catalog.PutAsync(DefaultThresholds.Surge, "ann", null, 1)).Outcome);
        Assert.Equal(
            CatalogOutcome.Created,
            (await _cluster.Catalog.PutAsync(DefaultThresholds.Surge with { Id = "new" }, "ann", null, 0)).Outcome);
    }

    [Fact]
    public async Task A_version_that_is_not_durable_is_not_shown()
    {
        var before = await _cluster.Catalog.GetAsync(-1);
        _store.Hold("thresholds");
        _store.FailNext("thresholds");
        var put = _cluster.Catalog.PutAsync(DefaultThresholds.Surge with { AtLeast = 9 }, "ann", null, null);
        await Wait.UntilAsync(() => _store.AppendsOf("thresholds") == 2, "the change is being written");

        Assert.Null(await _cluster.Catalog.GetAsync(before!.Revision));
        Assert.Single(await _cluster.Catalog.VersionsAsync(DefaultThresholds.Surge.Id));

        _store.Release("thresholds");
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => put);
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    return (
                        await _cluster.Catalog.PutAsync(
                            DefaultThresholds.Surge with { AtLeast = 5 }, "ann", null, null)).Version!.Version == 2;
                }
                catch (LogStoreUnavailableException)
                {
                    return false;
                }
            },
            "the change is taken when repeated");
        Assert.Equal(5, (await _cluster.Catalog.VersionsAsync(DefaultThresholds.Surge.Id))[1].Definition!.AtLeast);
    }

    [Fact]
    public async Task Every_silo_knows_a_change_within_a_second()
    {
        var cache = _cluster.Silos.GetSiloServiceProvider(null).GetRequiredService<ThresholdCache>();
        await cache.GetAsync(default);
        var change = await _cluster.Catalog.PutAsync(DefaultThresholds.Surge with { AtLeast = 9 }, "ann", null, null);

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await Wait.UntilAsync(
            () => cache.Current!.Versions.Any(v => v.Id == DefaultThresholds.Surge.Id && v.Version == change.Version!.Version),
            "the silo knows the change after one poll");
    }

    [Fact]
    public async Task A_silo_that_is_alone_hears_of_each_change_and_does_not_ask()
    {
        await using var alone = await AlertingCluster.StartAsync(
            new FaultyLogStore(new InMemoryLogStore()), clock: _clock, thresholds: DefaultThresholds.All, alone: true);
        var cache = alone.Silos.GetSiloServiceProvider(null).GetRequiredService<ThresholdCache>();
        Assert.NotEmpty((await cache.GetAsync(default)).Versions);

        // By a client of the silo, which nobody but the catalogue hears of; the clock stands still.
        for (var atLeast = 7; atLeast < 10; atLeast++)
        {
            await alone.Catalog.PutAsync(DefaultThresholds.Surge with { AtLeast = atLeast }, "ann", null, null);
            await Wait.UntilAsync(() => cache.Current!.Versions.Any(v => v.Definition?.AtLeast == atLeast), "the silo knows the change");
        }
    }
}
