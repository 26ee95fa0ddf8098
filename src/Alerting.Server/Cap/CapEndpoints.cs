using System.Globalization;
using Alerting.Access;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Cap;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Alerts;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Cap;

/// <summary>Alerts as documents of the Common Alerting Protocol, and the feed that leads whoever polls to them.</summary>
internal static class CapEndpoints
{
    private const string Xml = "application/xml";

    public static void Map(IEndpointRouteBuilder api)
    {
        Tagged(api.MapGet("/feeds/cap.atom", FeedAsync)
            .RequireAccess(Role.Desk)
            .WithTags(Tags.Alerts)
            .Describe(
                "getCapFeed", "The newest revisions of alerts as an Atom feed",
                "At most 200, the newest first, without what desks did to them; each leads to the document of its revision in CAP 1.2.")
            .Query("region", "Codes, each with its subtree.", ParameterSchemas.List(ParameterSchemas.Text()))
            .Query<Severity>("minSeverity", "Only revisions of this severity or higher, and those that come after one of their alert.")
            .Query(
                "lang", "Language of titles and summaries; documents are in all of them.",
                ParameterSchemas.Name("FeedLanguage", [.. CapFeed.Languages]))
            .Produces<Stream>(StatusCodes.Status200OK, CapFeed.ContentType, Xml));
        Tagged(api.MapGet("/alerts/{id}/revisions/{n}/cap.xml", DocumentAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .WithTags(Tags.Alerts)
            .Describe(
                "getCapDocument", "A revision of an alert as a document of CAP 1.2",
                "Alert, Update or Cancel with references to all before it that are kept, in the languages and the words of messages.")
            .Produces<Stream>(StatusCodes.Status200OK, CapDocuments.ContentType, Xml)
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType));
    }

    private static void Tagged(RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status304NotModified);

    private static async Task<IResult> FeedAsync(
        HttpContext context, [FromServices] IGrainFactory grains, [FromServices] AlertLists lists, [FromServices] RegionCatalog catalog,
        [FromServices] RegionAccess access, [FromServices] CapDocuments documents, [FromServices] IOptions<NotificationOptions> options,
        string? lang)
    {
        if (AlertFilter.Parse(context, catalog, out var filter) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (lang is not null && !CapFeed.Languages.Contains(lang, StringComparer.Ordinal))
        {
            return Problems.Invalid(Paging.Invalid("lang", lang));
        }

        var root = RootOf(context.Request, options.Value);
        var feed = new CapFeed(documents, new Uri(root, $"api/v1/feeds/cap.atom{context.Request.QueryString}"), lang);
        if (access.Of(context.User).Narrow(filter.Regions) is { } regions)
        {
            var seqs = await Ledger(grains).SelectNewestAsync(regions, filter.MinSeverity, CapFeed.MaxEntries);
            for (var i = 0; i < seqs.Count; i++)
            {
                var alert = (await lists.GetAsync(seqs, i, context.RequestAborted)).Decode();
                if (CapFeed.IsNews(alert))
                {
                    var document = string.Create(
                        CultureInfo.InvariantCulture, $"{alert.Links.Alert.TrimStart('/')}/revisions/{alert.Revision}/cap.xml");
                    feed.Add(alert, new Uri(root, document));
                }
            }
        }

        return Answer(context, feed.Write(), CapFeed.ContentType);
    }

    private static async Task<IResult> DocumentAsync(
        HttpContext context, string id, string n, [FromServices] IGrainFactory grains, [FromServices] AlertLists lists,
        [FromServices] CapDocuments documents, [FromServices] CapAreas areas)
    {
        if (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await Ledger(grains).SelectRevisionsAsync(id, 0, number) is not { Count: > 0 } seqs)
        {
            return Missing(id, n);
        }

        var chain = new CapChain();
        EncodedRevision? revision = null;
        for (var i = 0; i < seqs.Count && revision?.Number != number; i++)
        {
            revision = await lists.GetAsync(seqs, i, context.RequestAborted);
            if (revision.Number > number)
            {
                return Problems.Trimmed(revision.Number);
            }

            chain.Add(revision.Number, revision.UpdatedAt);
        }

        if (revision!.Number != number)
        {
            return Missing(id, n);
        }

        var alert = revision.Decode();
        return Answer(context, documents.Write(alert, chain, areas.Of(alert.Region.Code)), CapDocuments.ContentType);
    }

    /// <summary>The bytes, unless the caller has them: a strong tag names bytes, the same in both media types.</summary>
    private static IResult Answer(HttpContext context, byte[] body, string type)
    {
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, ContentTags.Of(body))
            ?? TypedResults.Bytes(body, AcceptedTypes.Of(context.Request).Prefers(Xml, to: type) ? Xml : type);
    }

    /// <summary>Under which the caller reaches the server, as far as it says so: HTTP/1.0 needs no host.</summary>
    private static Uri RootOf(HttpRequest request, NotificationOptions options) =>
        options.PublicUrl is { Length: > 0 } stated ? new Uri(stated.TrimEnd('/') + '/')
        : Uri.TryCreate($"{request.Scheme}://{request.Host}{request.PathBase}/", UriKind.Absolute, out var url) ? url
        : new Uri($"{request.Scheme}://localhost/");

    private static IAlertLedgerGrain Ledger(IGrainFactory grains) => grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    private static IResult Missing(string id, string n) => Problems.NotFound($"revision '{n}' of alert '{id}'");
}
