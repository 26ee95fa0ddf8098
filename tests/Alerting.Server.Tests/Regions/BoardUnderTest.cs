using System.Reflection;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Server.Regions;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Alerting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>A board of one region, the engine of that region, and a store; it is counted how often the region is asked.</summary>
internal sealed class BoardUnderTest : IAsyncDisposable
{
    public const string Code = "IQ-AN";
    private const string Log = "region/" + Code;

    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _serializers = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly RegionEngine _engine = new(Code, RegionCatalog.Iso, EngineOptions.Default);
    private readonly RegionOutput _output = new();
    private readonly bool _isAlone;
    private RegionStamps _stamps = new();
    private RegionStamp? _stamp;
    private long _changedAt;

    /// <param name="isAlone">Whether the process is alone.</param>
    public BoardUnderTest(bool isAlone)
    {
        _isAlone = isAlone;
        Store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.Path, "alerting.db") });
        Resting = new RestingRegions(
            Store, _serializers.GetRequiredService<Serializer<RestingRegion>>(), NullLogger<RestingRegions>.Instance);
        Board = Restart();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2014, 1, 1, 9, 0, 30, TimeSpan.Zero));

    public SqliteLogStore Store { get; }

    public RestingRegions Resting { get; }

    public RegionBoard Board { get; private set; }

    public BoardSnapshots Snapshots { get; private set; } = null!;

    /// <summary>How often the region was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Sequence of the last entry of the region's log.</summary>
    public long Committed { get; private set; }

    public long Now => Clock.GetUtcNow().UtcTicks;

    /// <summary>What the region itself says that it shows.</summary>
    public RegionView Expected => RegionViews.Of(RegionCatalog.Iso[Code], Figures, Committed);

    /// <summary>The same, as the region hands it out.</summary>
    public RegionFigures Figures => StateNow().Figures;

    /// <summary>A new process on the same store, in which the region is not active.</summary>
    public RegionBoard Restart()
    {
        (_stamps, _stamp) = (new RegionStamps(), null);

        // The region above is active and has no log; of what it shows one is told that it is asked once.
        _stamps.Activated("IQ", 0);
        var region = DispatchProxy.Create<IRegionGrain, RegionProxy>();
        ((RegionProxy)(object)region).State = () =>
        {
            Asked++;
            Activate();
            return StateNow();
        };
        var factory = DispatchProxy.Create<IGrainFactory, FactoryProxy>();
        ((FactoryProxy)(object)factory).Region = region;
        Board?.Dispose();
        Board = new RegionBoard(
            new StoredRegions(Store), Resting, new RegionGrains(factory), RegionCatalog.Iso, _stamps,
            new DeploymentMode(_isAlone, WatchesOutages: false), Clock);
        Snapshots = new BoardSnapshots(Board, RegionCatalog.Iso, _stamps, Clock);
        return Board;
    }

    public async Task<ShownRegion> ShowAsync() =>
        await (await Board.ReadAsync(TestContext.Current.CancellationToken)).ShowAsync(Code);

    /// <summary>The region takes a report.</summary>
    public async Task ReportAsync(string id, string town)
    {
        Activate();
        var report = Sample.Assault(id, Clock.GetUtcNow()) with { Region = Code, Town = town, IncidentId = id };
        _engine.Apply(Committed + 1, Now, new ReportInput(report), _output);
        _changedAt = Now;
        var stored = await Store.AppendAsync(Log, Committed + 1, new LogBatch(Guid.NewGuid(), new byte[] { 1 }), null, default);
        Assert.Equal(AppendResult.Stored, stored);
        Committed++;
        _stamps.Committed(_stamp!, Committed);
    }

    /// <summary>The region stores what it shows.</summary>
    /// <param name="deadline">When it does something by itself; null for never.</param>
    public Task RestAsync(DateTimeOffset? deadline = null, JudgingRules rules = JudgingRules.Current) =>
        Resting.SaveAsync(new RestingRegion(StateNow(), deadline?.UtcTicks, rules), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Board.Dispose();
        await Store.DisposeAsync();
        await _serializers.DisposeAsync();
        _directory.Dispose();
    }

    private void Activate() => _stamp ??= _stamps.Activated(Code, Committed);

    private RegionState StateNow()
    {
        var figures = _engine.View.FiguresAt(Math.Max(_changedAt, Now - (Now % TimeSpan.TicksPerMinute)));
        figures = figures.Decays ? figures : figures with { AsOf = _changedAt };
        return new RegionState(Code, figures, Committed, 1, figures.Decays ? _engine.View.OutlookFrom(figures, _changedAt) : null);
    }
}
