using Alerting.Access;
using Alerting.Escalations;
using Alerting.Grains.Thresholds;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OnCall;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Escalations;

/// <summary>Escalation policies, and their versions.</summary>
internal static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags(Tags.OnCall);
        policies.MapGet("", static (HttpContext context, [FromServices] Policies policies, string? after, string? limit) =>
                policies.ListAsync(context, after, limit, PolicyView.Of))
            .RequireAccess(Role.Desk)
            .Describe("listPolicies", "The escalation policies", "By id, those that concern alerts in the caller's regions.")
            .Paged()
            .Produces<Page<PolicyView>>();
        policies.MapGet("/{id}", static (HttpContext context, string id, [FromServices] Policies policies) =>
                policies.GetAsync(context, id, PolicyView.Of))
            .RequireAccess(Role.Desk, Resource.Policy)
            .Describe("getPolicy", "An escalation policy", "What is answered can be put.")
            .Produces<PolicyView>()
            .Produces(StatusCodes.Status304NotModified);
        policies.MapGet("/{id}/versions", static (string id, [FromServices] Policies policies, string? after, string? limit) =>
                policies.VersionsAsync(id, after, limit, static version => version))
            .RequireAccess(Role.Desk, Resource.Policy)
            .Describe("listPolicyVersions", "All versions of an escalation policy", "Oldest first, deletions included.")
            .Paged()
            .Produces<Page<EscalationPolicyVersion>>();
        Precondition.Describe(policies.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Policy)
            .Describe(
                "putPolicy", "Create or replace an escalation policy",
                "Who is called of an alert, and who next when nobody acknowledges it. Every process goes by it within a second.")
            .Accepts<PolicyBody>("application/json")
            .Example(Examples.Policy)
            .Produces<PolicyView>()
            .Produces<PolicyView>(StatusCodes.Status201Created);
        Precondition.Describe(policies.MapDelete("/{id}", static (HttpContext context, string id, [FromServices] Policies policies) =>
                policies.DeleteAsync(context, id)))
            .RequireAccess(Role.Operator, Resource.Policy)
            .Describe("deletePolicy", "Delete an escalation policy")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] Policies policies, [FromServices] PolicyValidator validator,
        [FromServices] ThresholdCache thresholds, [FromServices] KnownOnCall known)
    {
        var body = await Body.ReadAsync<PolicyBody>(context);
        var policy = await validator.ValidateAsync(
            body, id, await thresholds.ReadIdsAsync(context.RequestAborted),
            await known.ReadAsync(policies.LimitsOf(context.User), context.RequestAborted));
        return await policies.PutAsync(context, id, policy, PolicyView.Of);
    }
}
