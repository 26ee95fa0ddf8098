using System.Reflection;
using Alerting.Grains.Regions;

namespace Alerting.Server.Tests.Regions;

/// <summary>A region that is asked for its state.</summary>
public class RegionProxy : DispatchProxy
{
    public Func<RegionState> State { get; set; } = null!;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IRegionGrain.GetStateAsync)
            ? Task.FromResult(State())
            : throw new NotSupportedException(targetMethod.Name);
}
