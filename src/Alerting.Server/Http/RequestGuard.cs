using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>Runs around every request: marks its connection as busy, and limits the waiting for its body.</summary>
internal sealed class RequestGuard(Draining draining, IOptions<HttpOptions> options, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var connection = context.Features.Get<OpenConnection>();
        connection?.RequestBegins();
        try
        {
            if (draining.Begun)
            {
                // When the process shuts down, connections are closed, so that clients send their next request elsewhere.
                context.Response.Headers.Connection = "close";
            }

            if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false)
            {
                var body = new GuardedBody(RequestPipe.Of(context.Request), options.Value, clock, draining.Closing);
                context.Features.Set<IRequestBodyPipeFeature>(body);
            }

            await next(context);
        }
        finally
        {
            connection?.RequestEnds();
        }
    }
}
