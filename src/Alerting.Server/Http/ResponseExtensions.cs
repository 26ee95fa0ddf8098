using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Server.Http;

internal static class ResponseExtensions
{
    /// <summary>For answers that are read while they are written: neither this process nor a proxy gathers them.</summary>
    public static void PassOnAtOnce(this HttpResponse response)
    {
        // Understood by nginx and those that follow it.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
    }
}
