using System.Collections.Concurrent;
using Alerting.Reports;
using Microsoft.AspNetCore.Http.Metadata;

namespace Alerting.Server.Http;

/// <summary>
/// Refuses requests of the API whose Accept header excludes all media types of the route: 406, before anything is done. The media
/// types are read from the route's description. Probes and metrics are exempt, since the tools that read them may ask for
/// anything.
/// </summary>
internal static class Negotiation
{
    private static readonly ConcurrentDictionary<Endpoint, string[]> s_given = new();

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Accept.Count == 0
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || !KnownParameters.IsApi(endpoint))
        {
            return next(context);
        }

        var given = s_given.GetOrAdd(endpoint, static route => TypesOf(route));
        var accepted = AcceptedTypes.Of(context.Request);
        return given.Length == 0 || Array.Exists(given, type => accepted.QualityOf(type) > 0)
            ? next(context)
            : Problems.Of(StatusCodes.Status406NotAcceptable, NoneOf(given)).ExecuteAsync(context);
    }

    /// <summary>Media types of the answers to requests that succeed; none where those have no body.</summary>
    private static string[] TypesOf(Endpoint endpoint) =>
    [
        .. endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(static answer => answer.StatusCode is >= 200 and < 300)
            .SelectMany(static answer => answer.ContentTypes)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static Fault NoneOf(string[] given) => new(
        FaultTypes.NotAcceptable, $"The answer here is {string.Join(" or ", given)}, which the Accept header of the request excludes.");
}
