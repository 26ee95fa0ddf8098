using System.Globalization;
using Alerting.Grains.Subscriptions;
using Alerting.Logs;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
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
        subscriptions.MapPut("/{id}", PutAsync).Accepts<SubscriptionDescription>("application/json", RequestBody.CurlDefault).Produces<SubscriptionView>().Produces<SubscriptionView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        subscriptions.MapDelete("/{id}", DeleteAsync).Produces(StatusCodes.Status204NoContent);
        subscriptions.MapGet("/{id}/deliveries", DeliveriesAsync).Produces<Page<Delivery>>();
        subscriptions.MapPost("/{id}/replay", ReplayAsync).Produces<ReplayAnswer>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        subscriptions.MapPost("/{id}/test", TestAsync).Produces<SubscriptionTestResult>().ProducesProblem(StatusCodes.Status404NotFound);
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
        Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).GetAsync() is { } view ? TypedResults.Ok(view) : Missing(id);

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] SubscriptionParser parser, [FromServices] WebhookTargetGuard guard,
        [FromServices] Patience patience)
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

        var change = await patience.TryAsync(() => grains.GetGrain<ISubscriptionGrain>(id).PutAsync(parsed.Subscription!, parsed.StartAfter), context.RequestAborted);
        return change.Fault is { } refused ? Problems.Invalid(refused)
            : change.Created ? TypedResults.Created($"/api/v1/subscriptions/{id}", change.View)
            : TypedResults.Ok(change.View);
    }

    private static async Task<IResult> DeleteAsync(string id, [FromServices] IGrainFactory grains) =>
        Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).DeleteAsync() ? TypedResults.NoContent() : Missing(id);

    private static async Task<IResult> DeliveriesAsync(string id, [FromServices] IGrainFactory grains, string? after, string? limit, string? status)
    {
        long from = 0;
        DeliveryStatus? only = null;
        if ((Paging.Limit(limit, out var most) ?? Paging.After(after, 0L, out from)) is { } fault)
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

        return Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).DeliveriesAsync(from, most, only) is { } page
            ? TypedResults.Ok(new Page<Delivery>(page.Items, page.Next?.ToString(CultureInfo.InvariantCulture)))
            : Missing(id);
    }

    /// <summary>With ?seq= one delivery, with ?fromSeq= everything from there on, else all that are dead.</summary>
    private static async Task<IResult> ReplayAsync(string id, [FromServices] IGrainFactory grains, string? seq, string? fromSeq)
    {
        if (!TryReadSeq(seq, out var one))
        {
            return Problems.Invalid(Paging.Invalid("seq", seq!));
        }

        if (!TryReadSeq(fromSeq, out var first))
        {
            return Problems.Invalid(Paging.Invalid("fromSeq", fromSeq!));
        }

        var request = new ReplayRequest(one, one is null && first is null, first);
        return !Slug.IsValid(id) || await grains.GetGrain<ISubscriptionGrain>(id).ReplayAsync(request) is not { } result ? Missing(id)
            : result.Fault is { Type: FaultTypes.NotFound } unknown ? Problems.Of(StatusCodes.Status404NotFound, unknown)
            : result.Fault is { } fault ? Problems.Invalid(fault)
            : TypedResults.Ok(new ReplayAnswer(result.Replayed));
    }

    private static async Task<IResult> TestAsync(string id, [FromServices] IGrainFactory grains) =>
        Slug.IsValid(id) && await grains.GetGrain<ISubscriptionGrain>(id).TestAsync() is { } result ? TypedResults.Ok(result) : Missing(id);

    private static bool TryReadSeq(string? text, out long? seq)
    {
        seq = text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
        return seq is not -1;
    }

    private static IResult Missing(string id) => Problems.NotFound($"subscription '{id}'");
}

/// <param name="Replayed">Deliveries that became pending; those that are still to be read from the ledger are not counted.</param>
internal sealed record ReplayAnswer(int Replayed);
