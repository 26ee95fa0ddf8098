using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Inhibitions;
using Alerting.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Inhibitions;

/// <summary>Keeps the inhibitions.</summary>
[Reentrant]
internal sealed class InhibitionCatalogGrain : CatalogGrain<InhibitionVersion>, IInhibitionCatalogGrain
{
    private readonly InhibitionCache _cache;
    private readonly int _max;

    public InhibitionCatalogGrain(IServiceProvider services, ILogger<InhibitionCatalogGrain> logger)
        : base(services, logger, LogOwners.Inhibitions, AlertJson.Wire.IReadOnlyListInhibitionVersion)
    {
        _cache = services.GetRequiredService<InhibitionCache>();
        _max = services.GetRequiredService<IOptions<LimitOptions>>().Value.Inhibitions;
    }

    public Task<InhibitionCatalog?> GetAsync(long known) => Task.FromResult(
        Known.Durable is var (revision, versions) && known != revision ? new InhibitionCatalog(revision, versions) : null);

    public async Task<InhibitionChange> PutAsync(string id, Inhibition inhibition, string author, int? expected, Act? act) =>
        Change(await PutAsync(
            id, number => new InhibitionVersion(id, number, inhibition, Clock.GetUtcNow(), author), expected, _max,
            new(act, author, inhibition.Comment)));

    public async Task<InhibitionChange> DeleteAsync(string id, string author, int? expected, Act? act) =>
        Change(await DeleteAsync(
            id, number => new InhibitionVersion(id, number, null, Clock.GetUtcNow(), author), expected, new(act, author, null)));

    public Task<IReadOnlyList<InhibitionVersion>> VersionsAsync(string id) => Task.FromResult(Known.Of(id));

    protected override void Published() => _cache.Changed();

    protected override AuditedVersion Describe(InhibitionVersion version) => new(
        AuditActions.Inhibition, AuditedVersion.OneOf(version.Definition!.Regions),
        AuditValue.Of(InhibitionView.Of(version), ApiJson.Wire.InhibitionView));

    private static InhibitionChange Change((CatalogOutcome Outcome, InhibitionVersion? Version) change) =>
        new(change.Outcome, change.Version);
}
