using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Feeds;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>The list of regions, or what of it has changed, at once or live.</summary>
internal static class RegionListEndpoint
{
    /// <summary>A dashboard gets the whole board at once.</summary>
    private const int MaxListed = 10_000;

    public static void Map(RouteGroupBuilder regions)
    {
        Filtered(regions.MapGet("", ListAsync))
            .RequireAccess(Role.Dashboard)
            .Describe("listRegions", "The states of regions",
                "Those that ever had a report, an alert or an override, and the regions above them; by code.")
            .Query("all", "Whether to list the whole catalogue.", ParameterSchemas.Boolean())
            .Query(
                "changedAfter",
                $"The {RegionPage.VersionHeader} of an earlier answer to the same question: only what has changed since, where that is "
                    + "known and fits into one page, else the whole list; complete says which.")
            .Paged(MaxListed)
            .InForms<RegionPage>()
            .GivesHeader(RegionPage.VersionHeader, "Names what the list shows, for changedAfter; of a first page.");
        Filtered(regions.MapGet("/stream", StreamAsync))
            .RequireAccess(Role.Dashboard)
            .Describe(
                "streamRegions", "The live feed of the states of regions",
                "Server-sent events without end. The data of an event regions has items, which show something else than before, and "
                    + "removed, the codes of those that are on the list no more; its id, where it has one, is the version that the "
                    + "client has then. An event reset, with which a feed begins unless it resumes, tells to throw away what the client "
                    + "has: all is told anew. A comment every 15 s is a sign of life.")
            .Query("changedAfter", $"The {RegionPage.VersionHeader} of the same list, or an id, after which to begin.")
            .Header(LiveFeeds.LastEventIdHeader, "The id after which to resume; goes before changedAfter.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
    }

    /// <summary>Describes the parameters that say which regions are on a list.</summary>
    private static RouteHandlerBuilder Filtered(RouteHandlerBuilder route) => route
        .Query("parent", "Only the regions directly below this one.")
        .Query<ThreatLevel>("minLevel", "Only regions of this level or higher.")
        .Query(
            RegionFields.Parameter, "Which members of each state, with code; all when absent. The others are left out.",
            ParameterSchemas.List(ParameterSchemas.Text()));

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] RegionBoard board, [FromServices] BoardSnapshots snapshots,
        [FromServices] RegionCatalog catalog, [FromServices] RegionAccess access, [FromServices] BoardWriter writer,
        string? parent, string? minLevel, string? all, string? geometry, string? changedAfter, string? after, string? limit)
    {
        var limits = access.Of(context.User);
        var unknown = Read(context, parent, minLevel, catalog, limits, out var query);
        if ((Paging.Limit(limit, out var pageSize, MaxListed)
            ?? unknown
            ?? (all is null or "true" or "false" ? null : Paging.Invalid("all", all))
            ?? RegionForms.Check(geometry)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        query = query with { All = all == "true", After = after, Size = pageSize };

        // Before the page is made: what changes meanwhile is among the changes since this version, too.
        var snapshot = await snapshots.AsOfNowAsync(context.RequestAborted);
        var page = (changedAfter is null || after is not null ? null : snapshot?.ChangesOf(query, changedAfter, limits))
            ?? (query.All ? null : snapshot?.PageOf(query, limits))
            ?? await PageAsync(query, limits, board, catalog, context.RequestAborted);

        // In a header, since the page has the same bytes from every process, while versions are a process's own.
        if (after is null && snapshot is not null)
        {
            context.Response.Headers[RegionPage.VersionHeader] = snapshot.VersionOf(query);
        }

        var form = RegionForms.Of(context, geometry);
        if (RegionForms.NotModified(context, page.Tag, form, writer) is { } notModified)
        {
            return notModified;
        }

        PageLink.Add(context, page.Next);
        return new SharedAnswer(page.In(form, writer));
    }

    private static Task<IResult> StreamAsync(
        HttpContext context, [FromServices] BoardHub hub, [FromServices] BoardSnapshots snapshots, [FromServices] BoardWriter writer,
        [FromServices] LiveFeeds feeds, [FromServices] RegionCatalog catalog, [FromServices] RegionAccess access,
        [FromServices] TimeProvider clock,
        string? parent, string? minLevel, string? changedAfter)
    {
        var limits = access.Of(context.User);
        var version = LiveFeeds.LastEventId(context) ?? changedAfter;
        return Read(context, parent, minLevel, catalog, limits, out var query) is { } fault
            ? Task.FromResult<IResult>(Problems.Invalid(fault))
            : feeds.RunAsync(
                context,
                (answer, ended) => new RegionFeed(hub, snapshots, writer, query, limits, answer, clock, ended).RunAsync(version));
    }

    /// <summary>Reads which regions are on the list of a caller, and what is told of each, or a fault.</summary>
    private static Fault? Read(
        HttpContext context, string? parent, string? minLevel, RegionCatalog catalog, RegionLimits limits, out BoardQuery query)
    {
        var minimum = ThreatLevel.Low;
        var fault = minLevel is not null && !EnumNames.TryParse(minLevel, out minimum) ? Paging.Invalid("minLevel", minLevel)
            : parent is not null && !catalog.TryGet(parent, out _) ? NearestRegion.Unknown(catalog, parent, "parent")
            : null;
        fault = RegionFields.Read(context, out var fields) ?? fault;
        query = new BoardQuery(parent, minimum, null, MaxListed, limits.Key) { Fields = fields };
        return fault;
    }

    /// <summary>A page for which only the regions on it, and those left out by their level before its end, are looked at.</summary>
    private static async Task<BoardPage> PageAsync(
        BoardQuery query, RegionLimits limits, RegionBoard board, RegionCatalog catalog, CancellationToken cancellationToken)
    {
        var reading = await board.ReadAsync(cancellationToken);
        var builder = new BoardPage.Builder(query, room: null);
        foreach (var chunk in (query.All ? catalog.Codes : reading.Codes).Where(code => query.Admits(code, catalog, limits)).Chunk(256))
        {
            // All are requested concurrently; most are answered from memory.
            var hasRoom = true;
            foreach (var asked in chunk.Select(reading.ShowAsync).ToArray())
            {
                var region = await asked;
                hasRoom = region.View.Level < query.Minimum || builder.Add(region);
            }

            if (!hasRoom)
            {
                break;
            }
        }

        return builder.ToPage();
    }
}
