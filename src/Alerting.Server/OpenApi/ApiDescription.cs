using Alerting.Server.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>The description of the API at <c>/openapi/v1.json</c>, generated from what the routes say of themselves.</summary>
internal static class ApiDescription
{
    /// <summary>Name of the security scheme.</summary>
    public const string Scheme = "key";

    /// <summary>Name of the security scheme of browsers.</summary>
    public const string SessionScheme = "session";

    private static readonly (string Name, string Description)[] s_tags =
    [
        (Tags.Reports, "What happened, as reporters tell it."),
        (Tags.Regions, "Levels, figures and incidents of regions."),
        (Tags.Thresholds, "What raises alerts, and what a change of it would do."),
        (Tags.Places, "Which names of towns are one town's, and which are not."),
        (Tags.Alerts, "What was raised, and every revision of it."),
        (Tags.Subscriptions, "Who is told of alerts, and what was delivered."),
        (Tags.Silences, "When deliveries are held back, and which were."),
        (Tags.Inhibitions, "Which open alerts hold back the deliveries of which others."),
        (Tags.OnCall, "Who can be called, who is on call, and who is called when nobody acknowledges an alert."),
        (Tags.Kinds, "The catalogue of kinds of incidents."),
        (Tags.Access, "Keys, and who the caller is."),
        (Tags.Probes, "Whether the process lives and should be asked, and its metrics."),
    ];

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(static options =>
    {
        // HEAD exists wherever there is GET, and is not described separately.
        options.ShouldInclude = static route => !HttpMethods.IsHead(route.HttpMethod ?? "");
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = SchemaNames.Of;
        options.AddSchemaTransformer<SchemaRules>();
        options.AddOperationTransformer(static (operation, context, cancellationToken) =>
            CommonAnswers.CompleteAsync(operation, context, cancellationToken));
        options.AddDocumentTransformer(static (document, context, cancellationToken) =>
            CompleteAsync(document, context, cancellationToken));
    });

    private static async Task CompleteAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Alerting",
            Version = "v1",
            Description = "Reports of security incidents in; levels of regions, alerts and every revision of them out. Refusals are "
                + "RFC 9457 problem details, "
                + "times UTC RFC 3339, durations ISO 8601. HEAD works wherever GET does.",
            Contact = new OpenApiContact { Name = "The operator of this server" },
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key (ak_...), or an access token of the operator's OpenID Connect issuer where one is configured.",
            },
            [SessionScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.Name,
                Description = "A session of a browser, which openSession began.",
            },
        };
        document.Tags = s_tags.Select(static tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        foreach (var server in document.Servers ?? [])
        {
            server.Url = server.Url?.TrimEnd('/');
        }

        foreach (var operation in document.Paths.Values.SelectMany(static path => path.Operations ?? []))
        {
            AddKnownTags(operation.Key, operation.Value);
        }

        document.Paths.Add("/metrics", Metrics(document));
        await WebhookDescription.AddAsync(document, context, cancellationToken);
    }

    /// <summary>Whatever may be answered with 304 takes the tags of what is known, as the last of its parameters.</summary>
    private static void AddKnownTags(HttpMethod method, OpenApiOperation operation)
    {
        if (method != HttpMethod.Get || operation.Responses?.ContainsKey("304") != true)
        {
            return;
        }

        var tags = new OpenApiParameter
        {
            In = ParameterLocation.Header,
            Name = "If-None-Match",
            Description = "ETags of what is known.",
            Schema = ParameterSchemas.Text(),
        };
        operation.Parameters = [.. (operation.Parameters ?? []).Where(static known => known.Name != "If-None-Match"), tags];
    }

    /// <summary>The path of the metrics, which the exporter answers and no described route.</summary>
    private static OpenApiPathItem Metrics(OpenApiDocument document) => new()
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new OpenApiOperation
            {
                OperationId = "getMetrics",
                Summary = "The metrics of the process",
                Description = "For Prometheus.",
                Tags = new HashSet<OpenApiTagReference> { new(Tags.Probes, document) },
                Responses = new OpenApiResponses
                {
                    ["200"] = new OpenApiResponse
                    {
                        Description = "OK",
                        Content = new Dictionary<string, OpenApiMediaType>
                        {
                            ["text/plain"] = new() { Schema = ParameterSchemas.Text() },
                            ["application/openmetrics-text"] = new() { Schema = ParameterSchemas.Text() },
                        },
                    },
                },
            },
        },
    };
}
