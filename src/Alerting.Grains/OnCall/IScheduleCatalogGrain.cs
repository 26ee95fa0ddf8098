using Alerting.Grains.Catalogs;
using Alerting.OnCall;

namespace Alerting.Grains.OnCall;

/// <summary>All schedules of who is on call, with all versions. The key is <see cref="Key"/>.</summary>
[Alias("alerting.IScheduleCatalogGrain")]
public interface IScheduleCatalogGrain : IDefinitionCatalogGrain<OnCallSchedule, OnCallScheduleVersion>
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "schedules";
}
