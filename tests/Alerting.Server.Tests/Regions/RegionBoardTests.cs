using System.Reflection;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Server.Regions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>The board of a process that is alone: a region is asked once a change, and never because time goes by.</summary>
public sealed class RegionBoardTests
{
    private const string Region = "IQ-AN";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2014, 1, 1, 9, 0, 30, TimeSpan.Zero));
    private readonly RegionEngine _engine = new(Region, RegionCatalog.Iso, EngineOptions.Default);
    private readonly RegionOutput _output = new();
    private readonly RegionStamps _stamps = new();
    private readonly RegionStamp _stamp;
    private readonly RegionBoard _board;
    private long _changedAt;
    private int _asked;

    public RegionBoardTests()
    {
        _stamp = _stamps.Activated(Region, 0);
        var region = DispatchProxy.Create<IRegionGrain, RegionProxy>();
        ((RegionProxy)(object)region).State = () =>
        {
            _asked++;
            var figures = FiguresNow();
            return new RegionState(
                Region, figures, _stamp.Committed, 1, figures.Decays ? _engine.View.OutlookFrom(figures, _changedAt) : null);
        };
        var factory = DispatchProxy.Create<IGrainFactory, FactoryProxy>();
        ((FactoryProxy)(object)factory).Region = region;
        _board = new RegionBoard(
            null!, new RegionGrains(factory), RegionCatalog.Iso, _stamps, new DeploymentMode(IsSingleSilo: true, WatchesOutages: false),
            _clock);
    }

    private long Now => _clock.GetUtcNow().UtcTicks;

    [Fact]
    public async Task Time_alone_asks_no_region_and_a_change_asks_it_once()
    {
        Report("a", "Ramadi");
        var shown = await _board.ShowAsync(Region);
        Assert.Equal((1, 1L), (_asked, shown.View.Incidents24h));
        Report("b", "Hit");
        shown = await _board.ShowAsync(Region);
        Assert.Equal((2, 2L), (_asked, shown.View.Incidents24h));
        var tag = shown.Tag;

        // Through the end of the day and of the week to where nothing is left that decays.
        for (var hours = 0; hours < 24 * 60; hours += 7)
        {
            _clock.Advance(TimeSpan.FromHours(7) + TimeSpan.FromSeconds(11));
            var later = await _board.ShowAsync(Region);
            AssertSame(RegionViews.Of(RegionCatalog.Iso[Region], FiguresNow(), _stamp.Committed), later.View);
            Assert.Same(later, await _board.ShowAsync(Region));
            Assert.True(later.Tag != tag || !shown.Decays, "Other figures have another tag.");
            (shown, tag) = (later, later.Tag);
        }

        Assert.Equal((2, 0L, 0.0), (_asked, shown.View.Incidents7d, shown.View.Score));

        Report("c", "Qaim");
        shown = await _board.ShowAsync(Region);
        Assert.Equal((3, 1L), (_asked, shown.View.Incidents24h));
    }

    private static void AssertSame(RegionView expected, RegionView actual) =>
        Assert.Equivalent(expected, actual, strict: true);

    private RegionFigures FiguresNow()
    {
        var figures = _engine.View.FiguresAt(Math.Max(_changedAt, Now - (Now % TimeSpan.TicksPerMinute)));
        return figures.Decays ? figures : figures with { AsOf = _changedAt };
    }

    private void Report(string id, string town)
    {
        var report = Sample.Assault(id, _clock.GetUtcNow()) with { Region = Region, Town = town, IncidentId = id };
        _engine.Apply(_stamp.Committed + 1, Now, new ReportInput(report), _output);
        _changedAt = Now;
        _stamps.Committed(_stamp, _stamp.Committed + 1);
    }

    /// <summary>A region that is asked for its state.</summary>
    public class RegionProxy : DispatchProxy
    {
        public Func<RegionState> State { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IRegionGrain.GetStateAsync)
                ? Task.FromResult(State())
                : throw new NotSupportedException(targetMethod.Name);
    }

    /// <summary>Makes references to one region.</summary>
    public class FactoryProxy : DispatchProxy
    {
        public IRegionGrain Region { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Region;
    }
}
