using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>Around every request: its connection knows that it is under way, and its body is not waited for without end.</summary>
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
                // A process that is to end keeps no connection: its clients take their next request elsewhere.
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
