using Microsoft.AspNetCore.WebUtilities;

namespace Alerting.Server.Http;

/// <summary>Adds the Link header (RFC 8288) to the next page of a list: the same address with another cursor.</summary>
internal static class PageLink
{
    private const string Cursor = "after";

    /// <summary>An endpoint filter that adds the header to every answer that is a page.</summary>
    public static async ValueTask<object?> AddAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is IValueHttpResult { Value: IPage page })
        {
            Add(context.HttpContext, page.Next);
        }

        return result;
    }

    /// <param name="next">Where the next page begins; null: there is none.</param>
    public static void Add(HttpContext context, string? next)
    {
        if (next is null)
        {
            return;
        }

        var request = context.Request;
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        var query = request.Query.Where(static parameter => !parameter.Key.Equals(Cursor, StringComparison.OrdinalIgnoreCase));
        var address = QueryHelpers.AddQueryString(QueryHelpers.AddQueryString(path, query), Cursor, next);
        context.Response.Headers.Link = $"<{address}>; rel=\"next\"";
    }
}
