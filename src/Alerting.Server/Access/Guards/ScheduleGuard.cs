using Alerting.Server.OnCall;

namespace Alerting.Server.Access.Guards;

/// <summary>The schedule that the address names.</summary>
internal sealed class ScheduleGuard(Schedules schedules) : ScopedGuard
{
    public override Resource Resource => Resource.Schedule;

    protected override Task<IReadOnlyList<string>?> RegionsAsync(string id) => schedules.RegionsOfAsync(id);
}
