using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Json;
using Alerting.OnCall;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.OnCall;

/// <summary>Keeps the schedules of who is on call.</summary>
[Reentrant]
internal sealed class ScheduleCatalogGrain(IServiceProvider services, ILogger<ScheduleCatalogGrain> logger)
    : DefinitionCatalogGrain<OnCallSchedule, OnCallScheduleVersion>(
        services, logger, LogOwners.Schedules, AlertJson.Wire.IReadOnlyListOnCallScheduleVersion,
        services.GetRequiredService<IOptions<LimitOptions>>().Value.Schedules), IScheduleCatalogGrain
{
    private readonly ScheduleCache _cache = services.GetRequiredService<ScheduleCache>();

    protected override void Published() => _cache.Changed();

    protected override OnCallScheduleVersion Make(
        string id, int version, OnCallSchedule? definition, DateTimeOffset at, string author) => new(id, version, definition, at, author);

    protected override AuditedVersion Describe(OnCallScheduleVersion version) => new(
        AuditActions.Schedule, AuditedVersion.OneOf(version.Definition!.Regions),
        AuditValue.Of(version.Definition, AlertJson.Wire.OnCallSchedule));
}
