using System.IO.Hashing;
using System.Net.Mime;
using System.Text.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Gives answers to GET that have no entity tag of their own a strong one of what is in them, so that consoles and dashboards that ask
/// again and again get 304 while nothing has changed. What carries the tag of a version keeps it, for If-Match.
/// </summary>
internal static class ContentTags
{
    private const string JsonWithCharset = "application/json; charset=utf-8";

    /// <summary>Gives tags to the routes of the group whose answers to GET are JSON and nothing else, and describes that.</summary>
    public static RouteGroupBuilder WithContentTags(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            if (IsTagged(endpoint.Metadata))
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void), []));
                endpoint.Metadata.Add(new ContentTagged());
            }
        });
        return group.AddEndpointFilter(AddAsync);
    }

    /// <summary>Leaves a route out: what it answers changes with time under the tag of a version, or is to be kept nowhere.</summary>
    public static RouteHandlerBuilder WithoutContentTag(this RouteHandlerBuilder route) => route.WithMetadata(new NotContentTagged());

    /// <summary>The strong tag of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => OfHash(XxHash128.Hash(bytes));

    /// <summary>The strong tag of what has this hash.</summary>
    public static string OfHash(ReadOnlySpan<byte> hash) => $"\"{Convert.ToHexStringLower(hash)}\"";

    /// <summary>304 to who knows what has this tag, else null.</summary>
    public static IResult? NotModified(HttpContext context, string tag)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, tag);
    }

    private static bool IsTagged(IList<object> metadata) =>
        metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods.Contains(HttpMethods.Get) == true
        && !metadata.OfType<NotContentTagged>().Any()
        && !metadata.OfType<IProducesResponseTypeMetadata>().Any(static answer => answer.StatusCode == StatusCodes.Status304NotModified)
        && metadata.OfType<IProducesResponseTypeMetadata>().Where(static answer => answer.StatusCode == StatusCodes.Status200OK)
            .SelectMany(static answer => answer.ContentTypes).ToList() is [MediaTypeNames.Application.Json];

    private static async ValueTask<object?> AddAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        var context = invocation.HttpContext;
        if (context.Response.Headers.ETag.Count > 0
            || result is not IValueHttpResult { Value: { } value }
            || (result as IStatusCodeHttpResult)?.StatusCode is not (null or StatusCodes.Status200OK)
            || context.GetEndpoint()?.Metadata.GetMetadata<ContentTagged>() is null)
        {
            return result;
        }

        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, json.GetTypeInfo(value.GetType()));
        return NotModified(context, Of(bytes)) ?? TypedResults.Bytes(bytes, JsonWithCharset);
    }

    /// <summary>The answers of the route get a tag of what is in them.</summary>
    private sealed class ContentTagged;

    /// <summary>They do not.</summary>
    private sealed class NotContentTagged;
}
