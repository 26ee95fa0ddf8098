using Alerting.Grains.Hosting;
using Alerting.Grains.OnCall;
using Alerting.OnCall;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.OnCall;

/// <summary>The schedules of who is on call.</summary>
internal sealed class Schedules(ScheduleCache cache, RegionAccess access, IGrainFactory grains)
    : Definitions<IScheduleCatalogGrain, OnCallSchedule, OnCallScheduleVersion>(
        IScheduleCatalogGrain.Key, "schedule", "schedules", $"{LimitOptions.Section}:{nameof(LimitOptions.Schedules)}", cache, access,
        grains);
