using System.Globalization;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>Describes the answers that any route of the API may give, because they come from the middleware before it.</summary>
internal static class CommonAnswers
{
    private const string Code = RegionAccess.RouteValue;

    private static readonly (int Status, string Description)[] s_ofAll =
    [
        (StatusCodes.Status401Unauthorized, "No key, or an unknown one."),
        (StatusCodes.Status403Forbidden, "The key's roles or regions do not reach this far."),
        (StatusCodes.Status406NotAcceptable, "The Accept header excludes all that is given here."),
        (StatusCodes.Status422UnprocessableEntity, "A parameter or member is unknown, or is not what it may be."),
        (StatusCodes.Status429TooManyRequests, "Too many wrong keys, or as much as may be is under way."),
        (StatusCodes.Status503ServiceUnavailable,
            "The store cannot be written or read, or too much is waiting; repeating the request is safe."),
    ];

    private static readonly (int Status, string Description)[] s_ofWrites =
    [
        (StatusCodes.Status400BadRequest, "The body is not well-formed, or breaks off."),
        (StatusCodes.Status408RequestTimeout, "The body did not come in time."),
        (StatusCodes.Status413PayloadTooLarge, "The body is larger than it may be."),
        (StatusCodes.Status415UnsupportedMediaType, "The body is of a media type or in a content coding that is not taken here."),
    ];

    /// <summary>Adds to every route of the group the answers that it does not describe itself.</summary>
    public static RouteGroupBuilder WithCommonAnswers(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
            Add(endpoint, s_ofAll);
            if (!methods.Contains(HttpMethods.Get))
            {
                Add(endpoint, s_ofWrites);
            }

            // The resource of a PUT need not exist, but the region that it belongs to must.
            var names = ((RouteEndpointBuilder)endpoint).RoutePattern.Parameters.Select(static parameter => parameter.Name);
            if (names.Any(name => name == Code || !methods.Contains(HttpMethods.Put)))
            {
                Add(endpoint, [(StatusCodes.Status404NotFound, "There is nothing of this name.")]);
            }
        });
        return group;
    }

    /// <summary> Adds the headers of some statuses, and the security that a route requires. </summary>
    public static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
        {
            var key = new OpenApiSecuritySchemeReference(ApiDescription.Scheme, context.Document);
            var session = new OpenApiSecuritySchemeReference(ApiDescription.SessionScheme, context.Document);
            operation.Security = [new OpenApiSecurityRequirement { [key] = [] }, new OpenApiSecurityRequirement { [session] = [] }];
        }

        var parameters = operation.Parameters?.OfType<OpenApiParameter>() ?? [];
        foreach (var parameter in parameters.Where(static parameter => parameter.In == ParameterLocation.Path))
        {
            parameter.Description = parameter.Name == Code ? "Code of a region, such as IQ-AN." : "Its id, percent-encoded.";
        }

        var sorted = new OpenApiResponses();
        var answers = operation.Responses ?? [];
        var leaves = !HttpMethods.IsDelete(context.Description.HttpMethod ?? "");
        var hasTag = leaves && (answers.ContainsKey("304") || answers.ContainsKey("412"));
        foreach (var (status, answer) in answers.OrderBy(static answer => answer.Key, StringComparer.Ordinal))
        {
            Complete((OpenApiResponse)answer, int.Parse(status, CultureInfo.InvariantCulture), hasTag,
                isGuarded: operation.Security is not null);
            sorted.Add(status, answer);
        }

        operation.Responses = sorted;
        return Task.CompletedTask;
    }

    private static void Complete(OpenApiResponse response, int status, bool hasTag, bool isGuarded)
    {
        switch (status)
        {
            case StatusCodes.Status200OK or StatusCodes.Status201Created or StatusCodes.Status304NotModified when hasTag:
                State(response, "ETag", "Strong entity tag of what is answered, for If-Match and If-None-Match.", required: true);
                break;
            case StatusCodes.Status401Unauthorized:
                State(response, "WWW-Authenticate", "Bearer.", required: true);
                break;
            case StatusCodes.Status429TooManyRequests:
                State(response, "Retry-After", "Seconds to wait.", required: true, JsonSchemaType.Integer);
                break;
            case StatusCodes.Status503ServiceUnavailable when isGuarded:
                State(response, "Retry-After", "Seconds to wait; absent where waiting is of no use until an operator has acted.",
                    required: false, JsonSchemaType.Integer);
                break;
        }

        if (status == StatusCodes.Status201Created)
        {
            State(response, "Location", "Where it is now.", required: true);
        }
    }

    private static void State(OpenApiResponse response, string name, string description, bool required,
        JsonSchemaType type = JsonSchemaType.String)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        var schema = new OpenApiSchema { Type = type };
        response.Headers[name] = new OpenApiHeader { Description = description, Required = required, Schema = schema };
    }

    private static void Add(EndpointBuilder endpoint, (int Status, string Description)[] answers)
    {
        foreach (var (status, description) in answers)
        {
            if (!endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(known => known.StatusCode == status))
            {
                var answer = new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]);
                answer.Description = description;
                endpoint.Metadata.Add(answer);
            }
        }
    }
}
