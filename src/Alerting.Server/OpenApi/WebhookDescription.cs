using System.ComponentModel.DataAnnotations;
using Alerting.Alerts;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>Describes the webhooks that subscribers receive (Standard Webhooks 1.0).</summary>
internal static class WebhookDescription
{
    public static async Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken)
    {
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>
        {
            ["alert"] = Describe(
                "receiveAlert", "A revision of an alert", "Sent until it is answered with 2xx, in the order of an alert's revisions.",
                await context.ReferToAsync<AlertMessage>(document, cancellationToken), document),
            ["call"] = Describe(
                "receiveCall", "A call of an escalation",
                "Sent until it is answered with 2xx, somebody acknowledges the alert or it ends; then whoever was called is told so.",
                await context.ReferToAsync<EscalationCallMessage>(document, cancellationToken), document),
            ["test"] = Describe(
                "receiveTest", "A test", "Sent once, by POST /subscriptions/{id}/test.",
                await context.ReferToAsync<TestMessage>(document, cancellationToken), document),
            ["digest"] = Describe(
                "receiveDigest", "Many alerts at once",
                "Sent until it is answered with 2xx, where a subscription asks for digests or has more messages in a minute than it "
                    + "asks for; one at a time.",
                await context.ReferToAsync<DigestMessage>(document, cancellationToken), document),
            ["heartbeat"] = Describe(
                "receiveHeartbeat", "The line stands", "Sent until it is answered with 2xx, where a subscription asks for heartbeats.",
                await context.ReferToAsync<HeartbeatMessage>(document, cancellationToken), document),
        };
    }

    private static OpenApiPathItem Describe(string id, string summary, string description, IOpenApiSchema body,
        OpenApiDocument document) => new()
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation>
            {
                [HttpMethod.Post] = new OpenApiOperation
                {
                    OperationId = id,
                    Summary = summary,
                    Description = description,
                    Tags = new HashSet<OpenApiTagReference> { new(Tags.Subscriptions, document) },
                    Security = [],
                    Parameters =
                [
                    Header("webhook-id", "The idempotency key: the same on every try.", JsonSchemaType.String),
                    Header("webhook-timestamp", "When it is tried, unix seconds.", JsonSchemaType.Integer),
                    Header(
                        "webhook-signature",
                        "v1, and the base64 of HMAC-SHA256 over {id}.{timestamp}.{body}; two of them, separated by a space, while the "
                            + "secret is changed.",
                        JsonSchemaType.String),
                ],
                    RequestBody = new OpenApiRequestBody
                    {
                        Required = true,
                        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = body } },
                    },
                    Responses = new OpenApiResponses
                    {
                        ["2XX"] = new OpenApiResponse { Description = "It is delivered." },
                        ["410"] = new OpenApiResponse { Description = "The subscription is disabled." },
                        ["429"] = Later(),
                        ["503"] = Later(),
                        ["default"] = new OpenApiResponse { Description = "It is tried again." },
                    },
                },
            },
        };

    private static OpenApiResponse Later() => new()
    {
        Description = "It is tried again, after Retry-After where it is stated.",
        Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["Retry-After"] = new OpenApiHeader { Description = "Seconds, or a date.", Schema = ParameterSchemas.Text() },
        },
    };

    private static OpenApiParameter Header(string name, string description, JsonSchemaType type) => new()
    {
        In = ParameterLocation.Header,
        Name = name,
        Required = true,
        Description = description,
        Schema = new OpenApiSchema { Type = type },
    };
}
