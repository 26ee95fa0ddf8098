namespace Alerting.Server.Access;

/// <summary>
/// What every answer tells browsers: nothing is guessed, framed or told to other sites, and a page may only use what this
/// server itself gives.
/// </summary>
internal static class BrowserHeaders
{
    /// <summary>For what is no page, and may therefore use nothing.</summary>
    private const string ClosedPolicy = "default-src 'none'; frame-ancestors 'none'";

    // WebAssembly is compiled from what this server gives; styles of components stand in their elements.
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        // When the answer begins, for an answer to a failure begins anew.
        context.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpResponse)state).Headers;
                headers.ContentSecurityPolicy = IsPage(headers) ? PagePolicy : ClosedPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                return Task.CompletedTask;
            },
            context.Response);
        return next(context);
    }

    private static bool IsPage(IHeaderDictionary headers) =>
        headers.ContentType.ToString().StartsWith("text/html", StringComparison.OrdinalIgnoreCase);
}
