using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Json;
using Alerting.Places;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Places;

/// <summary>Keeps what operators have said of towns.</summary>
[Reentrant]
internal sealed class PlaceCatalogGrain : RegionCatalogGrain<PlaceVersion>, IPlaceCatalogGrain
{
    private readonly PlaceCache _cache;
    private readonly int _max;

    public PlaceCatalogGrain(IServiceProvider services, ILogger<PlaceCatalogGrain> logger)
        : base(
            services, logger, LogOwners.Places, AlertJson.Wire.IReadOnlyListPlaceVersion,
            static (region, revision) => region.PlacesChangedAsync(revision))
    {
        _cache = services.GetRequiredService<PlaceCache>();
        _max = services.GetRequiredService<IOptions<LimitOptions>>().Value.Places;
    }

    public Task<PlaceCatalog?> GetAsync(long known) => Task.FromResult(
        Known.Durable is var (revision, versions) && known != revision ? new PlaceCatalog(revision, versions) : null);

    public async Task<PlaceChange> PutAsync(string id, Place place, string author, string? reason, int? expected, Act? act) =>
        Change(await PutAsync(
            id, number => new PlaceVersion(id, number, place, null, Clock.GetUtcNow(), author, reason), expected, _max,
            new(act, author, reason)));

    public async Task<PlaceChange> DecideAsync(NameDecision decision, string author, string? reason, int? expected, Act? act)
    {
        var id = new NamePair(decision.Region, decision.First, decision.Second).ToString();
        if (expected is null && Known.Current(id) is { } current && current.Decision == decision)
        {
            EnsureWritable();
            await Commit();
            return new PlaceChange(CatalogOutcome.Replaced, current);
        }

        return Change(await PutAsync(
            id, number => new PlaceVersion(id, number, null, decision, Clock.GetUtcNow(), author, reason), expected, _max,
            new(act, author, reason)));
    }

    public async Task<PlaceChange> DeleteAsync(string id, string author, string? reason, int? expected, Act? act) =>
        Change(await DeleteAsync(
            id, number => new PlaceVersion(id, number, null, null, Clock.GetUtcNow(), author, reason), expected,
            new(act, author, reason)));

    public Task<IReadOnlyList<PlaceVersion>> VersionsAsync(string id) => Task.FromResult(Known.Of(id));

    protected override void Published() => _cache.Changed();

    protected override AuditedVersion Describe(PlaceVersion version) => version.Decision is { } decision
        ? new(AuditActions.NameDecision, decision.Region, AuditValue.Of(NameDecisionView.Of(version), ApiJson.Wire.NameDecisionView))
        : new(AuditActions.Place, version.Definition!.Region, AuditValue.Of(PlaceView.Of(version), ApiJson.Wire.PlaceView));

    private static PlaceChange Change((CatalogOutcome Outcome, PlaceVersion? Version) change) => new(change.Outcome, change.Version);
}
