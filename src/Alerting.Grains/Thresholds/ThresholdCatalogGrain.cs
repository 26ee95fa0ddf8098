using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Json;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Thresholds;

/// <summary>Keeps the thresholds. A new installation begins with the default ones.</summary>
[Reentrant]
internal sealed class ThresholdCatalogGrain : RegionCatalogGrain<ThresholdVersion>, IThresholdCatalogGrain
{
    private readonly ThresholdCache _cache;
    private readonly InitialThresholds _initial;
    private readonly int _max;

    public ThresholdCatalogGrain(IServiceProvider services, ILogger<ThresholdCatalogGrain> logger)
        : base(
            services, logger, LogOwners.Thresholds, AlertJson.Wire.IReadOnlyListThresholdVersion,
            static (region, revision) => region.ThresholdsChangedAsync(revision))
    {
        _cache = services.GetRequiredService<ThresholdCache>();
        _initial = services.GetRequiredService<InitialThresholds>();
        _max = services.GetRequiredService<IOptions<LimitOptions>>().Value.Thresholds;
    }

    public Task<ThresholdCatalog?> GetAsync(long known) => Task.FromResult(
        Known.Durable is var (revision, versions) && known != revision ? new ThresholdCatalog(revision, versions) : null);

    public async Task<ThresholdChange> PutAsync(Threshold definition, string author, string? reason, int? expected, Act? act) =>
        Change(await PutAsync(
            definition.Id, number => Version(number, definition.Id, definition, author, reason), expected, _max, new(act, author, reason)));

    public async Task<ThresholdChange> DeleteAsync(string id, string author, string? reason, int? expected, Act? act) =>
        Change(await DeleteAsync(id, number => Version(number, id, null, author, reason), expected, new(act, author, reason)));

    public Task<IReadOnlyList<ThresholdVersion>> VersionsAsync(string id) => Task.FromResult(Known.Of(id));

    protected override void Published() => _cache.Changed();

    protected override AuditedVersion Describe(ThresholdVersion version) => new(
        AuditActions.Threshold,
        AuditedVersion.OneOf(version.Definition!.Scope.Regions),
        AuditValue.Of(ThresholdView.Of(version), ApiJson.Wire.ThresholdView));

    protected override async Task RecoveredAsync(CancellationToken cancellationToken)
    {
        await base.RecoveredAsync(cancellationToken);
        if (Committed == 0)
        {
            foreach (var definition in _initial.All)
            {
                Known.Add(Version(Known.NextOf(definition.Id), definition.Id, definition, "system", "default of a new installation"));
            }

            await Commit();
        }
    }

    private static ThresholdChange Change((CatalogOutcome Outcome, ThresholdVersion? Version) change) =>
        new(change.Outcome, change.Version);

    private ThresholdVersion Version(int number, string id, Threshold? definition, string author, string? reason) =>
        new(id, number, definition, Clock.GetUtcNow(), author, reason);
}

/// <summary>The thresholds of a new installation.</summary>
public sealed record InitialThresholds(IReadOnlyList<Threshold> All);
