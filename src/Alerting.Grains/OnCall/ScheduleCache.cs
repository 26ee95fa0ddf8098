using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.OnCall;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.OnCall;

/// <summary>The schedules of who is on call as this silo knows them.</summary>
public sealed class ScheduleCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ScheduleCache> logger)
    : DefinitionCache<IScheduleCatalogGrain, OnCallSchedule, OnCallScheduleVersion>(
        IScheduleCatalogGrain.Key, grains, deployment, clock, lifetime, logger);
