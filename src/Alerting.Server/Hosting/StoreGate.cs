using Alerting.Server.Http;
using Alerting.Storage.Health;

namespace Alerting.Server.Hosting;

/// <summary>
/// Keeps the API from working on a store that must not be used: one that is not what it was is not even read, one that is
/// damaged or not safe is not written.
/// </summary>
internal static class StoreGate
{
    public static Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var health = context.RequestServices.GetRequiredService<LogStoreHealth>();
        var request = context.Request;
        return health.Unusable is not null
            && request.Path.StartsWithSegments("/api")
            && (health.IsLost || !HttpMethods.IsGet(request.Method))
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, FailureHandler.Unusable).ExecuteAsync(context)
            : next(context);
    }
}
