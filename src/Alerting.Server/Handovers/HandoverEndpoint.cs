using System.Text;
using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Handovers;
using Alerting.Server.Access;
using Alerting.Server.Alerts;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Handovers;

/// <summary>What a shift hands over to the next, for programs, for the log of the shift, and to print.</summary>
internal static class HandoverEndpoint
{
    private const string Json = "application/json";

    /// <summary>Where nothing else is asked for: as long as the longest shifts are.</summary>
    private static readonly TimeSpan s_shift = TimeSpan.FromHours(12);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/handover", GetAsync)
            .RequireAccess(Role.Desk)
            .WithTags(Tags.Alerts)
            .Describe(
                "getHandover", "What a shift hands over to the next",
                "What is open, what has ended and gone wrong since an instant, what is silenced, who says nothing, and who is on call. As "
                    + "JSON, as Markdown for the log of the shift, or as a page to print.")
            .Query("since", "Since when it tells what has ended and gone wrong, RFC 3339 with offset; 12 h ago when absent.", ParameterSchemas.Instant())
            .Query("regions", "Codes, each with its subtree.", ParameterSchemas.List(ParameterSchemas.Text()))
            .Produces<Handover>(StatusCodes.Status200OK, Json, HandoverMarkdown.ContentType, HandoverHtml.ContentType)
            .AlsoProduces<string>(HandoverMarkdown.ContentType)
            .AlsoProduces<string>(HandoverHtml.ContentType);

    private static async Task<IResult> GetAsync(
        HttpContext context, [FromServices] HandoverReader reader, [FromServices] RegionCatalog catalog, [FromServices] TimeProvider clock,
        string? since)
    {
        var begin = clock.GetUtcNow() - s_shift;
        if (since is not null && !Rfc3339.TryParse(Encoding.UTF8.GetBytes(since), out begin))
        {
            return Problems.Invalid(Paging.Invalid("since", since));
        }

        if (AlertFilter.RegionsOf(context, "regions", catalog, out var regions) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var handover = await reader.ReadAsync(context, begin, regions);
        var accepted = AcceptedTypes.Of(context.Request);
        return accepted.Prefers(HandoverHtml.ContentType, to: Json)
            ? TypedResults.Text(HandoverHtml.Write(handover), HandoverHtml.ContentType, Encoding.UTF8)
            : accepted.Prefers(HandoverMarkdown.ContentType, to: Json)
                ? TypedResults.Text(HandoverMarkdown.Write(handover), HandoverMarkdown.ContentType, Encoding.UTF8)
                : TypedResults.Ok(handover);
    }
}
