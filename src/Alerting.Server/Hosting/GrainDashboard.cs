using System.Collections.Frozen;
using Alerting.Access;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Orleans.Dashboard;

namespace Alerting.Server.Hosting;

/// <summary>Configuration section <c>Alerting:Dashboard</c>.</summary>
public sealed class DashboardOptions
{
    public const string Section = "Alerting:Dashboard";

    /// <summary>
    /// Whether there is a dashboard. All processes of a cluster should agree. It costs an idle process about half a percent of a
    /// core. Default true.
    /// </summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>
/// The dashboard of Orleans, for administrators of everything: processes, grains, and what calls take. Calls are measured only
/// while somebody looks, and some minutes more.
/// </summary>
internal static class GrainDashboard
{
    private const string Prefix = "/dashboard";

    /// <summary>Every process counts all its grains then, whether or not anybody looks.</summary>
    private static readonly TimeSpan s_countEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What is not there for anybody. <c>GrainState</c> brings any grain to life that is named, to show a state that no grain of the
    /// product has; <c>Trace</c> shows log lines of every category, whatever the log itself is told to leave out.
    /// </summary>
    private static readonly FrozenSet<string> s_withheld = new[] { $"{Prefix}/GrainState", $"{Prefix}/Trace" }.ToFrozenSet();

    public static void Add(ISiloBuilder silo, IConfiguration configuration)
    {
        if (IsEnabled(configuration))
        {
            silo.AddDashboard(static dashboard =>
            {
                dashboard.HideTrace = true;
                dashboard.CounterUpdateIntervalMs = (int)s_countEvery.TotalMilliseconds;
            });
            CallProfiler.Add(silo.Services);
            silo.Services.AddHostedService(static provider => new DashboardMeters(
                provider, CallProfiler.IsEnabled(provider), provider.GetRequiredService<TimeProvider>()));
        }
    }

    public static void Map(WebApplication app)
    {
        if (!IsEnabled(app.Configuration))
        {
            return;
        }

        // It compresses its files when its routes are made, which was a tenth of a start: it is done when somebody looks.
        var pages = new Lazy<RequestDelegate>(() => Pages(app.Services));
        app.MapGet($"{Prefix}/{{**path}}", context =>
        {
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            return pages.Value(context);
        }).RequireAccess(Role.Admin, Resource.Keys).ExcludeFromDescription();
    }

    private static RequestDelegate Pages(IServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseRouting();
        pages.UseEndpoints(static app =>
        {
            var routes = app.MapOrleansDashboard(Prefix);
            routes.AddEndpointFilter(static async (context, next) =>
            {
                try
                {
                    return await next(context);
                }
                catch (Exception exception) when (exception is FormatException || exception.InnerException is FormatException)
                {
                    return Problems.NotFound("process of that address");
                }
            });
            ((IEndpointConventionBuilder)routes).Finally(static endpoint =>
            {
                if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } && s_withheld.Contains(pattern))
                {
                    endpoint.RequestDelegate = static context => Problems.NotFound("such page of the dashboard").ExecuteAsync(context);
                }
            });
        });
        return pages.Build();
    }

    private static bool IsEnabled(IConfiguration configuration) =>
        (configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>() ?? new DashboardOptions()).Enabled;
}
