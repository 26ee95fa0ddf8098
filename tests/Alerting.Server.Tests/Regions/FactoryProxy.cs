using System.Reflection;
using Alerting.Grains.Regions;

namespace Alerting.Server.Tests.Regions;

/// <summary>Makes references to one region.</summary>
public class FactoryProxy : DispatchProxy
{
    public IRegionGrain Region { get; set; } = null!;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Region;
}
