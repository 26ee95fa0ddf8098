using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Boundaries;
using Alerting.Server.Regions;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>Lists of regions are made once for all who ask, and again as soon as they would be different.</summary>
public sealed class BoardSnapshotsTests
{
    private static readonly BoardQuery s_all = new(null, ThreatLevel.Low, null, 100, null);

    private static readonly BoardWriter s_writer = new(new RegionShapes(RegionBoundaries.Load(RegionCatalog.Iso)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_list_is_made_once_until_something_changes(bool isAlone)
    {
        await using var world = new BoardUnderTest(isAlone);
        await world.ReportAsync("a", "Ramadi");
        var first = await PageAsync(world, s_all);
        Assert.Same(first, await PageAsync(world, s_all));
        Assert.All(Enum.GetValues<BoardForm>(), form => Assert.Same(first.In(form, s_writer), first.In(form, s_writer)));
        Assert.Equal(["IQ", BoardUnderTest.Code], first.Items.Select(static region => region.Code));

        await world.ReportAsync("b", "Hit");
        var second = await PageAsync(world, s_all);
        Assert.NotEqual(first.Tag, second.Tag);
        Assert.Equivalent(world.Expected, second.Items.ElementAt(1), strict: true);
        Assert.Same(second, await PageAsync(world, s_all));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task In_the_next_minute_figures_are_other_ones_and_nobody_is_asked(bool isAlone)
    {
        await using var world = new BoardUnderTest(isAlone);
        await world.ReportAsync("a", "Ramadi");
        var first = await PageAsync(world, s_all);
        var asked = world.Asked;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await PageAsync(world, s_all);
        Assert.NotEqual(first.Tag, second.Tag);
        Assert.Equivalent(world.Expected, second.Items.ElementAt(1), strict: true);
        Assert.Equal(asked, world.Asked);
    }

    [Fact]
    public async Task A_list_ends_with_the_next_deadline_of_a_region_that_is_on_it()
    {
        await using var world = new BoardUnderTest(isAlone: true);
        await world.ReportAsync("a", "Ramadi");
        await world.RestAsync(world.Clock.GetUtcNow() + TimeSpan.FromSeconds(5));
        world.Restart();
        var first = await PageAsync(world, s_all);
        var asked = world.Asked;
        Assert.Same(first, await PageAsync(world, s_all));
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await PageAsync(world, s_all);
        Assert.True(world.Asked > asked, "The region was asked.");
    }

    [Fact]
    public async Task Whoever_asks_for_other_pages_or_is_limited_gets_what_is_meant()
    {
        await using var world = new BoardUnderTest(isAlone: true);
        await world.ReportAsync("a", "Ramadi");
        Assert.Equal(["IQ"], await CodesAsync(world, s_all with { Size = 1 }));
        Assert.Equal("IQ", (await PageAsync(world, s_all with { Size = 1 })).Next);
        Assert.Equal([BoardUnderTest.Code], await CodesAsync(world, s_all with { After = "IQ" }));
        Assert.Equal([BoardUnderTest.Code], await CodesAsync(world, s_all with { Parent = "IQ" }));
        Assert.Empty(await CodesAsync(world, s_all with { Minimum = ThreatLevel.Critical }));
        Assert.Empty(await CodesAsync(world, s_all, "SE"));
        Assert.Equal([BoardUnderTest.Code], await CodesAsync(world, s_all, BoardUnderTest.Code));
        Assert.Equal(["IQ", BoardUnderTest.Code], await CodesAsync(world, s_all));
    }

    private static async Task<IEnumerable<string>> CodesAsync(BoardUnderTest world, BoardQuery query, params string[]? within) =>
        (await PageAsync(world, query, within)).Items.Select(static region => region.Code);

    private static async Task<BoardPage> PageAsync(BoardUnderTest world, BoardQuery query, params string[]? within)
    {
        var limits = new RegionLimits(RegionCatalog.Iso, within is { Length: > 0 } ? within : null);
        return (await world.Snapshots.AsOfNowAsync(Token))!.PageOf(query with { Within = limits.Key }, limits);
    }
}
