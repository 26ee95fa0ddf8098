using System.Reflection;

namespace Alerting.Server.Hosting;

/// <summary>
/// Leaves the profiler of the dashboard out of the way of every call of a grain until somebody looks, of which all processes of
/// the cluster are told.
/// </summary>
internal sealed class CallProfiler(IIncomingGrainCallFilter profiler, Func<bool> isEnabled) : IIncomingGrainCallFilter
{
    private const string ProfilerType = "Orleans.Dashboard.Metrics.IGrainProfiler";
    private static readonly Assembly s_assembly = typeof(Orleans.Dashboard.DashboardOptions).Assembly;

    /// <summary>Takes the place of the filter that the dashboard has registered.</summary>
    public static void Add(IServiceCollection services)
    {
        var filter = services.Single(static service =>
            service.ServiceType == typeof(IIncomingGrainCallFilter) && service.ImplementationType?.Assembly == s_assembly);
        services.Remove(filter);
        services.AddSingleton<IIncomingGrainCallFilter>(provider => new CallProfiler(
            (IIncomingGrainCallFilter)ActivatorUtilities.CreateInstance(provider, filter.ImplementationType!), IsEnabled(provider)));
    }

    /// <summary>Whether the profiler measures, which it does on all processes while somebody looks, and some minutes more.</summary>
    public static Func<bool> IsEnabled(IServiceProvider provider)
    {
        var type = TypeOf(ProfilerType);
        var property = type.GetProperty("IsEnabled", BindingFlags.Public | BindingFlags.Instance)
            ?? throw new MissingMemberException(ProfilerType, "IsEnabled");
        return property.GetMethod!.CreateDelegate<Func<bool>>(provider.GetRequiredService(type));
    }

    /// <summary>A type that is internal to the dashboard.</summary>
    public static Type TypeOf(string name) => s_assembly.GetType(name, throwOnError: true)!;

    public Task Invoke(IIncomingGrainCallContext context) => isEnabled() ? profiler.Invoke(context) : context.Invoke();
}
