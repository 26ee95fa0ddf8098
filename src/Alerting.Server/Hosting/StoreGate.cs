using Alerting.Server.Http;
using Alerting.Storage.Health;

namespace Alerting.Server.Hosting;

/// <summary>
/// Keeps the API from using a store that must not be used: one that was lost or exchanged is neither read nor written, one that
/// is damaged or not safe is not written.
/// </summary>
internal static class StoreGate
{
    /// <summary>Whether the store was found to be lost, damaged or not safe to use.</summary>
    public static bool IsShut(HttpContext context) => HealthOf(context).Unusable is not null;

    public static Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var health = HealthOf(context);
        var request = context.Request;
        return health.Unusable is not null
            && request.Path.StartsWithSegments("/api")
            && (health.IsLost || !HttpMethods.IsGet(request.Method))
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, FailureHandler.Unusable).ExecuteAsync(context)
            : next(context);
    }

    private static LogStoreHealth HealthOf(HttpContext context) => context.RequestServices.GetRequiredService<LogStoreHealth>();
}
