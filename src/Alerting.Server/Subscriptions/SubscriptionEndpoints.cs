using System.Globalization;
using Alerting.Grains.Subscriptions;
using Alerting.Logs;

using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Subscriptions;

/// <summary>Subscriptions of security desks, and what was delivered to them.</summary>
internal static class SubscriptionEndpoints
{
    private const string Prefix = "subscription/";

    public static void Map(IEndpointRouteBuilder api)
    {
        var subscriptions = api.MapGroup("/subscriptions").RequireAuthorization(Roles.Desk);
        subscriptions.MapGet("", ListAsync).Produces<Page<SubscriptionView>>();
        subscriptions.MapGet("/{id}", GetAsync).Produces<SubscriptionView>().ProducesProblem(StatusCodes.Status404NotFound);
        subscriptions.MapPut("/{id}", PutAsync).Produces<SubscriptionView>().Produces<SubscriptionView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        subscriptions.MapDelete("/{id}", DeleteAsync).Produces(StatusCodes.Status204NoContent);
        subscriptions.MapGet("/{id}/deliveries", DeliveriesAsync).Produces<Page<Delivery>>();
        subscriptions.MapPost("/{id}/replay", ReplayAsync).Produces<ReplayAnswer>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] ILogStore store, [FromServices] IGrainFactory grains, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var most) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var views = new List<SubscriptionView>();
        string? next = null;
        await foreach (var log in store.ListAsync(Prefix, context.RequestAborted))
        {
            var id = log[Prefix.Length..];
            if ((after is not null && string.CompareOrdinal(id, after) <= 0) || await grains.GetGrain<ISubscriptionGrain>(id).GetAsync() is not { } view)
            {
                continue;
            }

            if (views.Count == most)
            {
                next = views[^1].Id;
                break;
            }

            views.Add(view);
        }

        return TypedResults.Ok(new Page<SubscriptionView>(views, next));
    }

    private static async Task<IResult> GetAsync(string id, [FromServices] IGrainFactory grains) =>
        SubscriptionRules.IsSlug(id) && await grains.GetGrain<ISubscriptionGrain>(id).GetAsync() is { } view ? TypedResults.Ok(view) : Missing(id);

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] SubscriptionParser parser, [FromServices] WebhookTargetGuard guard)
    {
        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge);
        }

        var parsed = parser.Parse(body, id);
        if ((parsed.Fault ?? await guard.CheckAsync(new Uri(parsed.Subscription!.Channel.Url), context.RequestAborted)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var change = await grains.GetGrain<ISubscriptionGrain>(id).PutAsync(parsed.Subscription!, parsed.StartAfter);
        return change.Fault is { } refused ? Problems.Invalid(refused)
            : change.Created ? TypedResults.Created($"/api/v1/subscriptions/{id}", change.View)
            : TypedResults.Ok(change.View);
    }

    private static async Task<IResult> DeleteAsync(string id, [FromServices] IGrainFactory grains) =>
        SubscriptionRules.IsSlug(id) && await grains.GetGrain<ISubscriptionGrain>(id).DeleteAsync() ? TypedResults.NoContent() : Missing(id);

    private static async Task<IResult> DeliveriesAsync(string id, [FromServices] IGrainFactory grains, string? after, string? limit)
    {
        long from = 0;
        if (Paging.Limit(limit, out var most) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            return Problems.Invalid(Paging.Invalid("after", after));
        }

        return SubscriptionRules.IsSlug(id) && await grains.GetGrain<ISubscriptionGrain>(id).DeliveriesAsync(from, most) is { } page
            ? TypedResults.Ok(new Page<Delivery>(page.Items, page.Next?.ToString(CultureInfo.InvariantCulture)))
            : Missing(id);
    }

    private static async Task<IResult> ReplayAsync(string id, [FromServices] IGrainFactory grains, long? seq) =>
        SubscriptionRules.IsSlug(id) && await grains.GetGrain<ISubscriptionGrain>(id).ReplayAsync(seq) is { } count
            ? TypedResults.Ok(new ReplayAnswer(count))
            : Missing(id);

    private static IResult Missing(string id) => Problems.NotFound($"subscription '{id}'");
}

/// <param name="Replayed">Dead deliveries that are tried again.</param>
internal sealed record ReplayAnswer(int Replayed);
