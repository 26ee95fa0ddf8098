using System.Security.Claims;
using Alerting.Server.Access;

namespace Alerting.Server.Hosting;

/// <summary>
/// The short way for the most frequent request: it goes to its endpoint at once where none of the stages on the whole way would
/// do anything with it. That is so when it shows a key that was shown before, the key opens the endpoint, the store is well, and
/// there is no header or parameter that a stage looks at. All else goes the whole way, and is answered alike.
/// </summary>
/// <remarks>The stages are a fifth of the work for a report that comes in a request of its own.</remarks>
internal sealed class ExpressLane(KnownCallers callers)
{
    private const string Any = "*/*";

    /// <summary>
    /// Marks an endpoint that takes the short way. It must name nothing by its address, count its requests itself, know no
    /// query parameter and take a body.
    /// </summary>
    public static readonly object Taken = new Mark();

    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { RequestDelegate: { } endpoint } route
            && route.Metadata.GetMetadata<Mark>() is not null
            && IsPlain(context.Request)
            && !StoreGate.IsShut(context)
            && CallerOf(context.Request) is { } caller
            && AccessHandler.IsOpen(route, caller))
        {
            context.User = caller;
            return endpoint(context);
        }

        return next(context);
    }

    /// <summary>Whether there is nothing that negotiation, decoding, CORS or the check of parameters would look at.</summary>
    private static bool IsPlain(HttpRequest request)
    {
        var headers = request.Headers;
        return !request.QueryString.HasValue
            && headers.ContentEncoding.Count == 0
            && headers.Origin.Count == 0
            && (headers.Accept.Count == 0 || headers.Accept is [Any]);
    }

    private ClaimsPrincipal? CallerOf(HttpRequest request) =>
        KeyAuthentication.KeyOf(request.Headers.Authorization.ToString()) is { IsEmpty: false } key
            ? callers.KnownPrincipal(key)
            : null;

    private sealed class Mark;
}
