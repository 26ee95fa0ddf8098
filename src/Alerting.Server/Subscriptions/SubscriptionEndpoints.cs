using System.Globalization;
using Alerting.Access;
using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Thresholds;
using Alerting.Notifications;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Access.Guards;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Subscriptions;

/// <summary>Subscriptions of security desks, and what was delivered to them.</summary>
internal static class SubscriptionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var subscriptions = api.MapGroup("/subscriptions").WithTags(Tags.Subscriptions);
        subscriptions.MapGet("", ListAsync)
            .RequireAccess(Role.Desk)
            .Describe(
                "listSubscriptions",
                "The subscriptions",
                "By id, without their secrets; one's own, for an admin and an auditor those of others too.")
            .Paged()
            .Produces<Page<SubscriptionView>>();
        subscriptions.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Subscription)
            .Describe("getSubscription", "A subscription", "What is answered can be put: the secrets stay.")
            .Produces<SubscriptionView>()
            .Produces(StatusCodes.Status304NotModified);
        Precondition.Describe(subscriptions.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Desk, Resource.Subscription)
            .Describe("putSubscription", "Create or replace a subscription", "A new one starts at the present end of the ledger.")
            .Accepts<SubscriptionBody>("application/json")
            .Example(Examples.Subscription)
            .Produces<SubscriptionView>()
            .Produces<SubscriptionView>(StatusCodes.Status201Created);
        Precondition.Describe(subscriptions.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Desk, Resource.Subscription)
            .Describe("deleteSubscription", "Delete a subscription")
            .Produces(StatusCodes.Status204NoContent);
        subscriptions.MapGet("/{id}/deliveries", DeliveriesAsync)
            .RequireAccess(Role.Desk, Resource.Subscription)
            .Describe("listDeliveries", "What was delivered to a subscription, and what not yet", "In the order of the ledger.")
            .Query<DeliveryStatus>("status", "Only deliveries of this status.")
            .Paged()
            .Produces<Page<Delivery>>();
        subscriptions.MapPost("/{id}/replay", ReplayAsync)
            .RequireAccess(Role.Desk, Resource.Subscription)
            .Describe(
                "replayDeliveries",
                "Deliver again",
                "What is stated in the query or in the body, not in both; where nothing is, all deliveries that are dead.")
            .Query("seq", "The delivery of this revision.", ParameterSchemas.Integer(1))
            .Query("fromSeq", "Everything from this position of the ledger on.", ParameterSchemas.Integer(1))
            .Query("from", "Everything from the first revision made at this instant or later on, RFC 3339 with offset.",
                ParameterSchemas.Instant())
            .Accepts<ReplayBody>(isOptional: true, "application/json")
            .Example(Examples.Replay)
            .Produces<ReplayAnswer>()
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType);
        subscriptions.MapPost("/{id}/test", TestAsync)
            .RequireAccess(Role.Desk, Resource.Subscription)
            .Describe("testSubscription", "Send a test to a subscription", "Answered when its receiver has answered.")
            .Produces<SubscriptionTestResult>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] SubscriptionList subscriptions, [FromServices] SubscriptionGuard guard,
        [FromServices] RegionAccess access, string? after, string? limit) =>
        Paging.Limit(limit, out var pageSize) is { } fault
            ? Problems.Invalid(fault)
            : TypedResults.Ok(Paging.Cut(
                await subscriptions.ReadAsync(
                    after, pageSize + 1,
                    view => guard.AllowsAsync(
                        view, Subject.Of(context), access.Of(context.User), isRead: true, context.RequestAborted),
                    context.RequestAborted),
                pageSize, static view => view.Id));

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] IGrainFactory grains) =>
        Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).GetAsync() is { } view
            ? Precondition.NotModified(context, Precondition.TagOf(view.Version)) ?? TypedResults.Ok(view)
            : Missing(id);

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] SubscriptionValidator validator,
        [FromServices] NotificationChannels channels, [FromServices] ThresholdCache thresholds, [FromServices] Patience patience,
        [FromServices] SubscriptionOwners owners)
    {
        var body = await Body.ReadAsync<SubscriptionBody>(context);
        var wanted = await owners.AssignAsync(
            validator.Validate(body, id, await thresholds.ReadIdsAsync(context.RequestAborted)), Subject.Of(context),
            context.RequestAborted);
        if (await channels.CheckTargetAsync(wanted.Channel, context.RequestAborted) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var subscription = grains.GetGrain<ISubscriptionGrain>(id);
        var change = await ChangeAsync(context, subscription, async expected =>
        {
            var made = await patience.TryAsync(
                () => subscription.PutAsync(wanted, body.StartAfter, expected, Acts.Of(context)), context.RequestAborted);
            return made.Fault?.Type == FaultTypes.PreconditionFailed ? null : made;
        });
        if (change?.View is not { } view)
        {
            return change?.Fault is { } refused ? Problems.Invalid(refused) : Precondition.Failed(Named(id));
        }

        context.Response.Headers.ETag = Precondition.TagOf(view.Version);
        return change.Created ? TypedResults.Created($"/api/v1/subscriptions/{id}", view) : TypedResults.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        if (!Slug.IsValid(id))
        {
            return Missing(id);
        }

        var subscription = grains.GetGrain<ISubscriptionGrain>(id);
        var removal = await ChangeAsync(context, subscription, async expected =>
            await subscription.DeleteAsync(expected, Acts.Of(context)) is not SubscriptionRemoval.Conflict and var made
                ? new Removed(made)
                : null);
        return removal is null ? Precondition.Failed(Named(id))
            : removal.Outcome == SubscriptionRemoval.Deleted ? TypedResults.NoContent()
            : Missing(id);
    }

    /// <summary>Makes the change if the version that is there is one that the request expects; else null.</summary>
    private static Task<T?> ChangeAsync<T>(HttpContext context, ISubscriptionGrain subscription, Func<long?, Task<T?>> change)
        where T : class => Precondition.Of(context).ApplyAsync(
            async () => await subscription.GetAsync() is { Version: var version } ? (version, Precondition.TagOf(version)) : (0L, null),
            expected => change(expected?.Value));

    private static async Task<IResult> DeliveriesAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] RegionAccess access,
        string? after, string? limit, string? status)
    {
        long from = 0;
        DeliveryStatus? only = null;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, 0L, out from)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (status is not null)
        {
            if (!EnumNames.TryParse<DeliveryStatus>(status, out var value))
            {
                return Problems.Invalid(Paging.Invalid("status", status));
            }

            only = value;
        }

        return Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).DeliveriesAsync(from, pageSize, only) is { } page
            ? TypedResults.Ok(new Page<Delivery>(
                ShownDeliveries.Of(page.Items, access.Of(context.User)), page.Next?.ToString(CultureInfo.InvariantCulture)))
            : Missing(id);
    }

    /// <summary>One delivery, or everything from a place or time on, or all that are dead.</summary>
    private static async Task<IResult> ReplayAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, string? seq, string? fromSeq, string? from)
    {
        var request = ReplayRequests.Of(await Body.ReadOptionalAsync<ReplayBody>(context), seq, fromSeq, from);
        return !Slug.IsValid(id)
            || await grains.GetGrain<ISubscriptionGrain>(id).ReplayAsync(request, Acts.Of(context)) is not { } result ? Missing(id)
            : result.Fault is { Type: FaultTypes.NotFound } unknown ? Problems.Of(StatusCodes.Status404NotFound, unknown)
            : result.Fault is { } fault ? Problems.Invalid(fault)
            : TypedResults.Ok(new ReplayAnswer(result.Replayed));
    }

    private static async Task<IResult> TestAsync(HttpContext context, string id, [FromServices] IGrainFactory grains) =>
        Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).TestAsync(Acts.Of(context)) is { } result
            ? TypedResults.Ok(result)
            : Missing(id);

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"subscription '{id}'";

    private sealed record Removed(SubscriptionRemoval Outcome);
}
