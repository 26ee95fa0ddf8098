using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>
/// Handles schemas of types that are neither the body nor the answer of a route. The generator writes them inline; here each type
/// with a name becomes a component and a reference to it, as everywhere else.
/// </summary>
internal static class SchemaReferences
{
    // The key under which the generator stores the name of a schema.
    private const string Name = "x-schema-id";

    public static async Task<IOpenApiSchema> ReferToAsync<T>(this OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken) =>
        Refer(await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken), context.Document!);

    public static async Task<IOpenApiSchema> ReferToAsync<T>(
        this OpenApiDocumentTransformerContext context, OpenApiDocument document, CancellationToken cancellationToken) =>
        Refer(await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken), document);

    private static IOpenApiSchema Refer(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema whole)
        {
            return schema;
        }

        foreach (var (name, property) in whole.Properties?.ToArray() ?? [])
        {
            whole.Properties![name] = Refer(property, document);
        }

        whole.Items = whole.Items is null ? null : Refer(whole.Items, document);
        foreach (var several in new[] { whole.OneOf, whole.AnyOf, whole.AllOf })
        {
            for (var i = 0; i < several?.Count; i++)
            {
                several[i] = Refer(several[i], document);
            }
        }

        if (whole.Metadata?.TryGetValue(Name, out var id) != true || id is not string { Length: > 0 } component)
        {
            return whole;
        }

        document.AddComponent(component, whole);
        return new OpenApiSchemaReference(component, document) { Description = whole.Description };
    }
}
