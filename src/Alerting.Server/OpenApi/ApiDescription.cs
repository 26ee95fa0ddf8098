using Alerting.Server.Access;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>What the description of the API at <c>/openapi/v1.json</c> says beyond what the routes say of themselves.</summary>
internal static class ApiDescription
{
    private const string Scheme = "key";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(static options =>
    {
        // HEAD goes without saying where there is GET.
        options.ShouldInclude = static route => !HttpMethods.IsHead(route.HttpMethod ?? "");
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Alerting",
                Version = "v1",
                Description = "Reports of security incidents in; levels of regions, alerts and every revision of them out. Refusals are RFC 9457 problem details.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, or an OIDC token where configured." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                operation.Responses ??= [];
                operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No key, or an unknown one." });
                operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The key's roles or regions do not reach this far." });
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>Describes a query parameter that the handler reads for itself.</summary>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string description) =>
        route.Parameter(ParameterLocation.Query, name, description).WithMetadata(new QueryParameter(name));

    /// <summary>Describes a header that the handler reads for itself.</summary>
    public static RouteHandlerBuilder Header(this RouteHandlerBuilder route, string name, string description) => route.Parameter(ParameterLocation.Header, name, description);

    private static RouteHandlerBuilder Parameter(this RouteHandlerBuilder route, ParameterLocation where, string name, string description) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { In = where, Name = name, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });
}
