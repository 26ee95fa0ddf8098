namespace Alerting.Server.Http;

/// <summary>
/// Treats the media type of web forms, which <c>curl -d</c> sends by default, as JSON, since no route takes forms. Only for
/// requests with an Authorization header, which a form on a web page cannot send.
/// </summary>
internal static class CurlDefault
{
    private const string Form = "application/x-www-form-urlencoded";

    public static Task ReadAsJsonAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.ContentType is { } type
            && type.StartsWith(Form, StringComparison.OrdinalIgnoreCase)
            && request.Headers.Authorization.Count > 0)
        {
            request.ContentType = "application/json";
        }

        return next(context);
    }
}
