using System.Text.Json.Nodes;
using Alerting.Server.Http;
using Alerting.Server.Reports;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>Adds to routes what the description of the API says of them.</summary>
internal static class RouteDescription
{
    private const string Json = "application/json";

    /// <param name="id">Stable: clients are generated with methods of this name.</param>
    /// <param name="summary">A line.</param>
    /// <param name="description">The rest; null where the line says all.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string id, string summary, string? description = null) =>
        route.WithName(id).WithSummary(summary).WithDescription(description ?? $"{summary}.");

    /// <summary>Describes a parameter of the query, whether it is bound or the handler reads it for itself.</summary>
    /// <param name="schema">Any text when null.</param>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string description,
        OpenApiSchema? schema = null) =>
        route.Parameter(ParameterLocation.Query, name, description, schema).WithMetadata(new QueryParameter(name));

    /// <summary>Describes a parameter of the query that is one of the names of an enumeration which answers use, too.</summary>
    public static RouteHandlerBuilder Query<TEnum>(this RouteHandlerBuilder route, string name, string description)
        where TEnum : struct, Enum => route
        .Query(name, description)
        .AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var parameter = operation.Parameters!.OfType<OpenApiParameter>().First(parameter => parameter.Name == name);
            parameter.Schema = new OpenApiSchemaReference(typeof(TEnum).Name, context.Document);
            return Task.CompletedTask;
        });

    /// <summary>Describes a header that the handler reads for itself.</summary>
    public static RouteHandlerBuilder Header(this RouteHandlerBuilder route, string name, string description,
        OpenApiSchema? schema = null) =>
        route.Parameter(ParameterLocation.Header, name, description, schema);

    /// <summary>Describes a header that an answer to a GET, or the 304 in its place, may have.</summary>
    public static RouteHandlerBuilder GivesHeader(this RouteHandlerBuilder route, string name, string description) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (_, answer) in operation.Responses!.Where(static answer => answer.Key is "200" or "304"))
            {
                var response = (OpenApiResponse)answer;
                response.Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Headers[name] = new OpenApiHeader { Description = description, Schema = ParameterSchemas.Text() };
            }

            return Task.CompletedTask;
        });

    /// <summary>Describes a list that is answered page by page.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder route, int maxLimit = Paging.MaxLimit) => route
        .Query("after", "What the page before gave as next; from the beginning when absent.")
        .Query("limit", "How many at most.", ParameterSchemas.Integer(1, maxLimit, Paging.Default));

    /// <summary>An example of the body.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, string json) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody!.Content![Json].Example = JsonNode.Parse(json);
            return Task.CompletedTask;
        });

    /// <summary>The JSON body may be an array of what is described, too.</summary>
    public static RouteHandlerBuilder MayBeArray(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(static (operation, _, _) =>
        {
            var content = operation.RequestBody!.Content![Json];
            var several = new OpenApiSchema { Type = JsonSchemaType.Array, Items = content.Schema };
            content.Schema = new OpenApiSchema { OneOf = [several, content.Schema!] };
            return Task.CompletedTask;
        });

    /// <summary>Lines of an NDJSON body are what is described, or this.</summary>
    public static RouteHandlerBuilder LinesAreAlso<T>(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(static async (operation, context, cancellationToken) =>
        {
            var content = operation.RequestBody!.Content![ReportEndpoints.Ndjson];
            content.Schema = new OpenApiSchema { AnyOf = [content.Schema!, await context.ReferToAsync<T>(cancellationToken)] };
        });

    /// <summary>With 200 the route may answer this in another media type. Of NDJSON it is what a line is.</summary>
    public static RouteHandlerBuilder AlsoProduces<T>(this RouteHandlerBuilder route, string mediaType) =>
        route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.ReferToAsync<T>(cancellationToken);
            operation.Responses!["200"].Content![mediaType] = new OpenApiMediaType { Schema = schema };
        });

    private static RouteHandlerBuilder Parameter(
        this RouteHandlerBuilder route, ParameterLocation where, string name, string description, OpenApiSchema? schema) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var described = new OpenApiParameter
            {
                In = where,
                Name = name,
                Description = description,
                Schema = schema ?? ParameterSchemas.Text(),
                Explode = schema?.Type is not JsonSchemaType.Array,
            };
            operation.Parameters = [.. (operation.Parameters ?? []).Where(known => known.In != where || known.Name != name), described];
            return Task.CompletedTask;
        });
}
