using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Alerting.Engine.Names;
using Alerting.Reports;
using Alerting.Server.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Alerting.Server.Http;

/// <summary>
/// Refuses requests that ask for something the route does not know: a query parameter that would be ignored, or a body that would
/// not be read. A caller who sends <c>?dryRun=true</c> relies on it. The known parameters are derived from the route itself, so
/// none can be forgotten.
/// </summary>
internal static class KnownParameters
{
    private const string Api = "/api/";

    private static readonly ConcurrentDictionary<Endpoint, Known> s_known = new();

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if ((!request.QueryString.HasValue && !MayHaveBody(request))
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || !IsApi(endpoint))
        {
            return next(context);
        }

        var known = s_known.GetOrAdd(endpoint, static (_, route) => Known.Of(route), endpoint);
        return UnknownIn(request.Query, known) is { } fault ? RefuseAsync(context, fault)
            : known.TakesBody ? next(context)
            : CheckBodyAsync(context, next);
    }

    private static async Task CheckBodyAsync(HttpContext context, RequestDelegate next) =>
        await (await UnknownInBodyAsync(context.Request, context.RequestAborted) is { } fault
            ? RefuseAsync(context, fault)
            : next(context));

    private static Task RefuseAsync(HttpContext context, Fault fault)
    {
        var status = fault.Type == FaultTypes.BodyTooLarge ? StatusCodes.Status413PayloadTooLarge : Problems.StatusOf(fault);
        return Problems.Of(status, fault).ExecuteAsync(context);
    }

    public static bool IsApi(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.StartsWith(Api, StringComparison.Ordinal) == true;

    private static Fault? UnknownIn(IQueryCollection query, Known known)
    {
        foreach (var name in query.Keys)
        {
            if (!known.Parameters.Contains(name))
            {
                var hint = NearestName.Find(name, known.Parameters) is { } nearest ? NearestName.Hint(nearest)
                    : known.Parameters.Count == 0 ? "; there are none here"
                    : $"; known are {string.Join(", ", known.Parameters.Order(StringComparer.Ordinal))}";
                var shown = NearestName.Shown(name);
                return new Fault(FaultTypes.UnknownParameter, $"There is no query parameter '{shown}'{hint}", shown);
            }
        }

        return null;
    }

    /// <summary>A body of GET and HEAD has no meaning (RFC 9110 section 9.3.1) and is ignored.</summary>
    private static bool MayHaveBody(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private static async Task<Fault?> UnknownInBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MayHaveBody(request))
        {
            return null;
        }

        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
        {
            return RequestBody.TooLarge;
        }

        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        if (MalformedJson.Find(body.Span) is { } malformed)
        {
            return malformed;
        }

        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Object when root.EnumerateObject().Select(static member => member.Name).FirstOrDefault() is { } name =>
                new Fault(
                    FaultTypes.UnknownField,
                    $"There is no member '{NearestName.Shown(name)}' here; the route takes no body.",
                    JsonPath.Member("$", name)),
            JsonValueKind.Object or JsonValueKind.Null => null,
            _ => new Fault(FaultTypes.InvalidField, "The route takes no body.", "$"),
        };
    }

    /// <param name="Parameters">Of the query.</param>
    /// <param name="TakesBody">Whether the handler reads the body.</param>
    private sealed record Known(FrozenSet<string> Parameters, bool TakesBody)
    {
        public static Known Of(RouteEndpoint endpoint)
        {
            var inRoute = endpoint.RoutePattern.Parameters.Select(static p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var bound = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
            var names = bound
                .Where(parameter => IsSimple(parameter.ParameterType) && !inRoute.Contains(parameter.Name!))
                .Select(static parameter => parameter.Name!)
                .Concat(endpoint.Metadata.GetOrderedMetadata<QueryParameter>().Select(static parameter => parameter.Name));
            var takesBody = endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
            return new Known(names.ToFrozenSet(StringComparer.OrdinalIgnoreCase), takesBody);
        }

        /// <summary>
        /// Whether a parameter of a handler is bound from the query; the others are services or the request itself.
        /// </summary>
        private static bool IsSimple(Type type) =>
            type == typeof(string) || type == typeof(string[])
            || ((Nullable.GetUnderlyingType(type) ?? type) is { IsValueType: true } value && value != typeof(CancellationToken));
    }
}
