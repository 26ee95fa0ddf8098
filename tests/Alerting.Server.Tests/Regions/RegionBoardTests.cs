using Alerting.Engine.Regions;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>The board: a region is asked once a change, and neither because time goes by nor because the process is a new one.</summary>
public sealed class RegionBoardTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Time_alone_asks_no_region_and_a_change_asks_it_once(bool isAlone)
    {
        await using var world = new BoardUnderTest(isAlone);
        await world.ReportAsync("a", "Ramadi");
        var shown = await world.ShowAsync();
        Assert.Equal((1, 1L), (world.Asked, shown.View.Incidents24h));
        await world.ReportAsync("b", "Hit");
        shown = await world.ShowAsync();
        Assert.Equal((2, 2L), (world.Asked, shown.View.Incidents24h));
        var tag = shown.Tag;

        // Through the end of the day and of the week to where nothing is left that decays.
        for (var hours = 0; hours < 24 * 60; hours += 7)
        {
            world.Clock.Advance(TimeSpan.FromHours(7) + TimeSpan.FromSeconds(11));
            var later = await world.ShowAsync();
            Assert.Equivalent(world.Expected, later.View, strict: true);
            Assert.Same(later, await world.Board.ShowAsync(BoardUnderTest.Code, TestContext.Current.CancellationToken));
            Assert.True(later.Tag != tag || !shown.Decays, "Other figures have another tag.");
            (shown, tag) = (later, later.Tag);
        }

        Assert.Equal((2, 0L, 0.0), (world.Asked, shown.View.Incidents7d, shown.View.Score));

        await world.ReportAsync("c", "Qaim");
        shown = await world.ShowAsync();
        Assert.Equal((3, 1L), (world.Asked, shown.View.Incidents24h));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task After_a_restart_it_shows_what_a_region_showed_at_rest_and_what_has_become_of_it_and_wakes_nobody(bool isAlone)
    {
        await using var world = new BoardUnderTest(isAlone);
        await world.ReportAsync("a", "Ramadi");
        await world.ReportAsync("b", "Hit");
        await world.RestAsync();
        var before = await world.ShowAsync();
        var asked = world.Asked;

        var codes = await world.Restart().CodesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["IQ", BoardUnderTest.Code], codes);
        var shown = await world.ShowAsync();
        Assert.Equivalent(before.View, shown.View, strict: true);
        Assert.Equal(before.Tag, shown.Tag);

        world.Clock.Advance(TimeSpan.FromHours(23));
        world.Restart();
        Assert.Equivalent(world.Expected, (await world.ShowAsync()).View, strict: true);
        world.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equivalent(world.Expected, (await world.ShowAsync()).View, strict: true);
        Assert.Equal(asked, world.Asked);

        await world.ReportAsync("c", "Qaim");
        Assert.Equivalent(world.Expected, (await world.ShowAsync()).View, strict: true);
        Assert.Equal(asked + 1, world.Asked);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_region_is_asked_when_its_log_got_further_than_what_it_stored(bool isAlone)
    {
        await using var world = new BoardUnderTest(isAlone);
        await world.ReportAsync("a", "Ramadi");
        await world.RestAsync();
        await world.ReportAsync("b", "Hit");

        world.Restart();
        Assert.Equal((2L, 1), ((await world.ShowAsync()).View.Incidents24h, world.Asked));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_region_is_asked_when_its_next_deadline_has_come(bool isAlone)
    {
        await using var world = new BoardUnderTest(isAlone);
        await world.ReportAsync("a", "Ramadi");
        await world.RestAsync(world.Clock.GetUtcNow() + TimeSpan.FromMinutes(10));

        world.Restart();
        world.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        await world.ShowAsync();
        Assert.Equal(0, world.Asked);
        world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equivalent(world.Expected, (await world.ShowAsync()).View, strict: true);
        Assert.Equal(1, world.Asked);
    }

    [Fact]
    public async Task What_was_stored_by_other_rules_or_cannot_be_read_is_passed_over()
    {
        await using var world = new BoardUnderTest(isAlone: true);
        await world.ReportAsync("a", "Ramadi");
        await world.RestAsync(rules: JudgingRules.First);
        world.Restart();
        await world.ShowAsync();
        Assert.Equal(1, world.Asked);

        await world.Store.SaveSnapshotAsync(
            "resting/" + BoardUnderTest.Code, world.Committed, new byte[] { 0xFF, 0x01, 0x02 }, TestContext.Current.CancellationToken);
        world.Restart();
        await world.ShowAsync();
        Assert.Equal(2, world.Asked);
    }

    [Fact]
    public async Task What_a_region_stores_at_rest_is_read_as_it_was()
    {
        await using var world = new BoardUnderTest(isAlone: true);
        await world.ReportAsync("a", "Ramadi");
        await world.ReportAsync("b", "Hit");
        var deadline = world.Clock.GetUtcNow() + TimeSpan.FromHours(3);
        await world.RestAsync(deadline);

        var read = Assert.Single(await world.Resting.ReadAsync(TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((2L, deadline.UtcTicks), (read.State.Version, read.NextDeadline));
        Assert.Equivalent(world.Figures, read.State.Figures, strict: true);
        Assert.Equal(2, read.State.Outlook!.Recent.Count);
        Assert.Equivalent(world.Figures, read.State.Outlook.At(world.Now), strict: true);
    }
}
