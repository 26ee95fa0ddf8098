using Alerting.Reports;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Http;

/// <summary>Adds problem details where the framework answers with a status only.</summary>
internal static class StatusPages
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string FormData = "multipart/form-data";

    public static Task AnswerAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var answer = status == StatusCodes.Status415UnsupportedMediaType ? OfMediaType(context) : Problems.OfStatus(status);
        return answer.ExecuteAsync(context);
    }

    /// <summary>
    /// Names the accepted media types, in words and in the headers of RFC 9110 section 12.5.1 and of the W3C's Linked Data
    /// Platform.
    /// </summary>
    private static IResult OfMediaType(HttpContext context)
    {
        var taken = string.Join(", ", Taken(context));
        if (taken.Length == 0)
        {
            return Problems.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        }

        context.Response.Headers.Accept = taken;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers["Accept-Post"] = taken;
        }

        var detail = IsForm(context.Request.ContentType)
            ? "Forms are not taken; send JSON and say so: -H 'Content-Type: application/json', or --json instead of -d. "
                + $"Taken here: {taken}."
            : $"The body is not of a media type that is taken here: {taken}.";
        return Problems.Of(StatusCodes.Status415UnsupportedMediaType, new Fault(FaultTypes.UnsupportedMediaType, detail));
    }

    private static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var sent)
        && (sent.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase)
            || sent.MediaType.Equals(FormData, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Media types that the route at this address accepts. Routing has replaced the route by its refusal, so it is looked up
    /// again.
    /// </summary>
    private static IReadOnlyList<string> Taken(HttpContext context)
    {
        foreach (var endpoint in context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods
                    .Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase) == true
                && new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []).TryMatch(context.Request.Path, []))
            {
                return accepts.ContentTypes;
            }
        }

        return [];
    }
}
