using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Feeds;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Alerts;

/// <summary>GET /alerts/stream: the live feed of revisions.</summary>
internal static class FeedEndpoint
{
    public static async Task<IResult> GetAsync(
        HttpContext context,
        [FromServices] AlertHub hub,
        [FromServices] LiveFeeds feeds,
        [FromServices] RegionCatalog catalog,
        [FromServices] RegionAccess access,
        [FromServices] TimeProvider clock)
    {
        long? last = null;
        if ((AlertFilter.Parse(context, catalog, out var filter) ?? LastEventId(context, out last)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (HttpMethods.IsGet(context.Request.Method)
            && (last ?? filter.After) is { } after && await hub.FirstAsync() is var first && !LedgerPositions.CanReadAfter(after, first))
        {
            return Problems.Trimmed(first);
        }

        return await feeds.RunAsync(context, (answer, ended) =>
            new AlertFeed(hub, filter.Within(access.Of(context.User)), catalog, answer, clock, ended).RunAsync(last));
    }

    private static Fault? LastEventId(HttpContext context, out long? last)
    {
        last = null;
        if (LiveFeeds.LastEventId(context) is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            {
                return Paging.Invalid(LiveFeeds.LastEventIdHeader, text);
            }

            last = seq;
        }

        return null;
    }
}
