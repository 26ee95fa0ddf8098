using Alerting.Server.Escalations;

namespace Alerting.Server.OnCall;

/// <summary>Who can be called, who is on call, and who is called when: the routes and what they need.</summary>
internal static class OnCallRoutes
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Contacts>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<OnCallReader>();
        services.AddSingleton<ScheduleValidator>();
        services.AddSingleton<KnownOnCall>();
        services.AddSingleton<OnCallNames>();
        services.AddSingleton<Policies>();
        services.AddSingleton<PolicyValidator>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ContactEndpoints.Map(api);
        ScheduleEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        AlertEscalationEndpoint.Map(api);
    }
}
