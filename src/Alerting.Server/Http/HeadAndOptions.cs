namespace Alerting.Server.Http;

/// <summary>Answers the methods that follow from the others: HEAD wherever there is GET, and OPTIONS of every address.</summary>
internal static class HeadAndOptions
{
    /// <summary>
    /// Lets all routes of the group that take GET take HEAD too (RFC 9110 section 9.3.2). The handler runs as for GET; the
    /// server sends what it writes to nobody.
    /// </summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Finally(static endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is HttpMethodMetadata { HttpMethods: var methods } taken
                    && methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase)
                    && !methods.Contains(HttpMethods.Head, StringComparer.OrdinalIgnoreCase))
                {
                    endpoint.Metadata[i] = new HttpMethodMetadata([.. methods, HttpMethods.Head], taken.AcceptCorsPreflight);
                }
            }
        });
        return routes;
    }

    /// <summary>
    /// Answers OPTIONS with 204 and the methods of the address (RFC 9110 section 9.3.7), which routing has found when it refused
    /// the method.
    /// </summary>
    public static Task AnswerOptionsAsync(HttpContext context, RequestDelegate next) =>
        HttpMethods.IsOptions(context.Request.Method) ? AnswerAsync(context, next) : next(context);

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            response.Headers.Allow = $"{response.Headers.Allow}, {HttpMethods.Options}";
        }
    }
}
