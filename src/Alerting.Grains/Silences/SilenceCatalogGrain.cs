using Alerting.Audit;
using Alerting.Engine;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Json;
using Alerting.Notifications.Silences;
using Alerting.Silences;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Silences;

/// <summary>Keeps the silences.</summary>
[Reentrant]
internal sealed class SilenceCatalogGrain : CatalogGrain<SilenceVersion>, ISilenceCatalogGrain
{
    private readonly SilenceCache _cache;
    private readonly int _max;
    private readonly TimeSpan _retention;
    private (CatalogState<SilenceVersion>? Of, SilenceCatalog Catalog) _catalog = (null, new SilenceCatalog(0, []));

    public SilenceCatalogGrain(IServiceProvider services, ILogger<SilenceCatalogGrain> logger)
        : base(services, logger, LogOwners.Silences, AlertJson.Wire.IReadOnlyListSilenceVersion)
    {
        _cache = services.GetRequiredService<SilenceCache>();
        _max = services.GetRequiredService<IOptions<LimitOptions>>().Value.Silences;
        _retention = services.GetRequiredService<RetentionPeriods>().Ledger;
    }

    public Task<SilenceCatalog?> GetAsync(long known)
    {
        if (!ReferenceEquals(_catalog.Of, Known.Durable))
        {
            _catalog = (Known.Durable, new SilenceCatalog(RevisionOf(Known.Durable.Versions), Known.Durable.Versions));
        }

        return Task.FromResult(_catalog.Catalog.Revision != known ? _catalog.Catalog : null);
    }

    public async Task<SilenceChange> PutAsync(string id, Silence silence, string author, int? expected, Act? act)
    {
        EnsureWritable();
        var before = Clock.GetUtcNow() - _retention;
        Known.Forget(version => version.Id != id && IsOver(version, before));
        return Change(await PutAsync(
            id, number => new SilenceVersion(id, number, silence, Clock.GetUtcNow(), author, null), expected, _max,
            new(act, author, null)));
    }

    public async Task<SilenceChange> DeleteAsync(string id, string author, int? expected, Act? act) =>
        Change(await DeleteAsync(
            id, number => new SilenceVersion(id, number, null, Clock.GetUtcNow(), author, null), expected, new(act, author, null)));

    public Task<IReadOnlyList<SilenceVersion>> VersionsAsync(string id) => Task.FromResult(Known.Of(id));

    protected override void Published() => _cache.Changed();

    protected override AuditedVersion Describe(SilenceVersion version)
    {
        var silence = version.Definition!;
        return new(AuditActions.Silence, AuditedVersion.OneOf(silence.Regions), AuditValue.Of(silence, AlertJson.Wire.Silence));
    }

    /// <summary>
    /// Another number for other versions. They cannot be counted: those that are forgotten would be missing after a restart, and
    /// a later revision could get the number of one that a cache has.
    /// </summary>
    private static long RevisionOf(IReadOnlyList<SilenceVersion> versions)
    {
        var hash = 17L;
        foreach (var version in versions)
        {
            hash = unchecked((((hash * 31) + version.At.UtcTicks) * 31) + version.Version);
        }

        return hash & long.MaxValue;
    }

    /// <summary>Whether it had ended, or was deleted, before an instant.</summary>
    private static bool IsOver(SilenceVersion version, DateTimeOffset before) => version.Definition is { } silence
        ? silence.StatusAt(before.UtcTicks).Status == SilenceStatus.Ended
        : version.At < before;

    private static SilenceChange Change((CatalogOutcome Outcome, SilenceVersion? Version) change) => new(change.Outcome, change.Version);
}
