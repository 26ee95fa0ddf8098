using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Server.Http;

internal static class ResponseExtensions
{
    /// <summary>Turns off buffering in this process and in proxies, for answers that are read while they are written.</summary>
    public static void PassOnAtOnce(this HttpResponse response)
    {
        // Understood by nginx and those that follow it.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
    }
}
