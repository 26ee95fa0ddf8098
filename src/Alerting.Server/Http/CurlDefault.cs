namespace Alerting.Server.Http;

/// <summary>
/// What <c>curl -d</c> says of every body unless told otherwise. Nothing here is a form, so it is read as JSON, though no
/// route says that it takes one. Only with an Authorization header, which no form of a web page can send along.
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
