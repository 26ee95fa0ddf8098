using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Grains.Hosting;
using Alerting.Grains.Subscriptions;
using Alerting.Reports;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Access.Keys;

/// <summary>The keys; a key itself is in the answer that made it and nowhere else.</summary>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").RequireAccess(Role.Admin, Resource.Keys).WithTags(Tags.Access);
        keys.MapGet("", ListAsync)
            .Describe("listKeys", "The keys", "In the order in which they were created, expired ones included, revoked ones not.")
            .Paged()
            .Produces<Page<KeyView>>();
        keys.MapPost("", CreateAsync)
            .Describe("createKey", "Create a key", "The key is shown in this answer and never again.")
            .Accepts<KeyBody>("application/json")
            .Example(Examples.Key)
            .Produces<IssuedKey>(StatusCodes.Status201Created);
        keys.MapGet("/{id}", GetAsync)
            .Describe("getKey", "A key")
            .Produces<KeyView>()
            .Produces(StatusCodes.Status304NotModified);
        Precondition.Describe(keys.MapDelete("/{id}", RevokeAsync))
            .Describe(
                "revokeKey",
                "Revoke a key",
                "It opens nothing any more, on every process within a second; its feeds and sessions end, and its subscriptions are "
                    + "disabled.")
            .Produces<RevokedKey>()
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
        keys.MapPost("/{id}/rotate", RotateAsync)
            .Describe(
                "rotateKey",
                "Replace a key",
                "The new one has the id, the roles and the regions of the old one, which stays valid for the grace.")
            .Accepts<RotateBody>(isOptional: true, "application/json")
            .Example(Examples.Rotate)
            .Produces<IssuedKey>();
    }

    private static IKeysGrain Keys(IGrainFactory grains) => grains.GetGrain<IKeysGrain>(IKeysGrain.Key);

    private static async Task<IResult> ListAsync(
        [FromServices] IGrainFactory grains, [FromServices] KeyCache cache, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        await cache.TellUsesAsync();
        var items = (await Keys(grains).ListAsync())
            .Where(key => after is null || string.CompareOrdinal(key.Id, after) > 0)
            .Take(pageSize + 1)
            .Select(static key => key.View());
        return TypedResults.Ok(Paging.Cut([.. items], pageSize, static key => key.Id));
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] KeyCache cache)
    {
        await cache.TellUsesAsync();
        return (await Keys(grains).ListAsync()).FirstOrDefault(key => key.Id == id) is { } key
            ? Precondition.NotModified(context, KeyTag.Of(key)) ?? TypedResults.Ok(key.View())
            : Missing(id);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, [FromServices] IGrainFactory grains, [FromServices] KeyCache cache, [FromServices] KeyValidator validator,
        [FromServices] TimeProvider clock)
    {
        var body = await Body.ReadAsync<KeyBody>(context);
        var subject = Subject.Of(context);
        var secret = Secret.NewKey();
        var now = clock.GetUtcNow();
        var key = validator.Validate(body, now) with
        {
            Id = Ulid.NewUlid(now).ToString(),
            Hash = Secret.HashOf(secret),
            CreatedAt = now,
            CreatedBy = subject.Name,
        };
        var change = await Keys(grains).CreateAsync(key, Acts.Of(context));
        if (change.Outcome == KeyChangeOutcome.LimitReached)
        {
            var full = $"There are as many keys as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Keys)}).";
            return Problems.Invalid(new Fault(FaultTypes.LimitReached, full));
        }

        await cache.RefreshAsync(context.RequestAborted);
        return Issued(context, TypedResults.Created($"/api/v1/keys/{key.Id}", key.Issue(secret)));
    }

    private static async Task<IResult> RotateAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] KeyCache cache)
    {
        var grace = KeyValidator.Grace(await Body.ReadOptionalAsync<RotateBody>(context));
        var secret = Secret.NewKey();
        var change = await Keys(grains).RotateAsync(id, Secret.HashOf(secret), grace, Acts.Of(context));
        if (change.Key is not { } key)
        {
            return Missing(id);
        }

        await cache.RefreshAsync(context.RequestAborted);
        return Issued(context, TypedResults.Ok(key.Issue(secret)));
    }

    private static async Task<IResult> RevokeAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] KeyCache cache,
        [FromServices] SubscriptionList subscriptions)
    {
        var change = await Precondition.Of(context).ApplyAsync(
            async () => (await Keys(grains).ListAsync()).FirstOrDefault(key => key.Id == id) is { } key
                ? (key.Version, KeyTag.Of(key)) : (0, null),
            async expected => await Keys(grains).RevokeAsync(id, expected?.Value, Acts.Of(context))
                is { Outcome: not KeyChangeOutcome.Conflict } made ? made : null);
        switch (change?.Outcome)
        {
            case null:
                return Precondition.Failed(Named(id));
            case KeyChangeOutcome.NotFound:
                return Missing(id);
            case KeyChangeOutcome.LastAdmin:
                return Problems.Of(StatusCodes.Status409Conflict, new Fault(
                    FaultTypes.LastAdmin, "Nobody could manage keys without this one; create another admin key without limits first."));
        }

        await cache.RefreshAsync(context.RequestAborted);
        var owned = await subscriptions.ReadAsync(
            null, int.MaxValue, view => new ValueTask<bool>(view.Owner == id), context.RequestAborted);
        foreach (var view in owned)
        {
            await grains.GetGrain<ISubscriptionGrain>(view.Id).OwnerEndedAsync(id, OwnerLimits.Revoked, Acts.Of(context));
        }

        return TypedResults.Ok(new RevokedKey(id, [.. owned.Select(static view => view.Id)]));
    }

    /// <summary>What shows a key is kept by nobody on its way.</summary>
    private static IResult Issued(HttpContext context, IResult answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        return answer;
    }

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"key '{id}'";
}
