using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Access;
using Alerting.Audit;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Audit;

/// <summary>GET /audit: who has changed what.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync)
            .RequireAccess(Role.Auditor)
            .WithTags(Tags.Access)
            .Describe(
                "listAudit",
                "Who has changed what",
                "Every change but reports, and sign-ins that were refused, by minute and address; in the order of seq, which has no gaps. "
                    + "Entries of regions beyond the caller's limits are left out; those of several regions, of all or of none are for "
                    + "callers without limits only.")
            .Query("actor", "Only what was done by the subject of this id or name.")
            .Query("action", "Only this action, such as threshold.replaced, or all of a noun, such as threshold.")
            .Query("target", "Only what was done to this: an id, a region's code; of refused sign-ins the address.")
            .Query("region", "Only what concerns this region or one below it.")
            .Query("after", "Only entries after this seq.", ParameterSchemas.Integer(0))
            .Query("limit", "How many at most.", ParameterSchemas.Integer(1, Paging.MaxLimit, Paging.Default))
            .Produces<Page<AuditEntry>>()
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType);

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] IGrainFactory grains, [FromServices] RegionCatalog catalog, [FromServices] RegionAccess access,
        string? actor, string? action, string? target, string? region, string? after, string? limit)
    {
        long from = 0;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, 0L, out from)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (region is not null && !catalog.TryGet(region, out _))
        {
            return Problems.Invalid(NearestRegion.Unknown(catalog, region, "region"));
        }

        if (access.Of(context.User).Narrow(region is null ? [] : [region]) is not { } regions)
        {
            return TypedResults.Ok(new Page<AuditEntry>([], null));
        }

        var page = await grains.GetGrain<IAuditGrain>(IAuditGrain.Key)
            .ReadAsync(new AuditQuery(actor, action, target, regions, from, pageSize));
        return TypedResults.Ok(new Page<AuditEntry>(
            [.. page.Items.Select(Shown)], page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static AuditEntry Shown(AuditItem item)
    {
        var record = item.Record;
        return new AuditEntry
        {
            Seq = item.Seq,
            At = record.At,
            Actor = record.Actor,
            Action = record.Action,
            Target = record.Target,
            Region = record.Region,
            Before = Parsed(record.Before),
            After = Parsed(record.After),
            Reason = record.Reason,
            Address = record.Address,
            RequestId = record.RequestId,
        };
    }

    private static JsonObject? Parsed(string? json) => json is null ? null : JsonNode.Parse(json)!.AsObject();
}
