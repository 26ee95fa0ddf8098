namespace Alerting.Server.Access;

/// <summary>
/// What every answer tells browsers: nothing is guessed, framed or told to other sites, and a page may only use what this
/// server itself gives.
/// </summary>
internal static class BrowserHeaders
{
    // WebAssembly is compiled from what this server gives; styles of components stand in their elements.
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        // When the answer begins, for an answer to a failure begins anew.
        context.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpResponse)state).Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                return Task.CompletedTask;
            },
            context.Response);
        return next(context);
    }
}
