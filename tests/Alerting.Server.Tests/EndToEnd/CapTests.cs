using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Alerting.TestKit;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Alerts as whoever polls reads them: a feed, and the documents to which it leads.</summary>
public sealed class CapTests
{
    private const string Alert = "IQ-AN.two.1";
    private const string Feed = "api/v1/feeds/cap.atom";

    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task The_feed_leads_to_a_chain_of_documents_from_the_raise_to_the_end()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__Cap__Sender", "desk@example.org"));
        await RaiseAsync(server);
        await server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{Alert}/acknowledge", """{"note":"on my way"}""");
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", Report("3", "Hit"));
        await server.Until(async () => await ChangesAsync(server) is [.., "updated"], "the third town is told");
        using var deleted = await server.Client.DeleteAsync(new Uri(server.Url, "api/v1/thresholds/two"), Cancelled);
        await server.Until(async () => await ChangesAsync(server) is [.., "cleared" or "cancelled"], "the alert has ended");

        var changes = await ChangesAsync(server);
        var entries = (await ReadAsync(server, Feed)).Elements(s_atom + "entry").Where(static entry =>
            entry.Element(CapRules.Cap + "identifier")!.Value.StartsWith(Alert + '.', StringComparison.Ordinal)).ToList();

        // The newest first, without what the desk did; the chain has that, too.
        Assert.Equal(changes.Count(static change => change != "acknowledged"), entries.Count);
        var documents = new List<XElement>();
        for (var revision = 1; revision <= changes.Count; revision++)
        {
            var document = await ReadAsync(server, $"api/v1/alerts/{Alert}/revisions/{revision}/cap.xml");
            Assert.Empty(CapRules.Faults(document));
            Assert.Equal($"{Alert}.{revision}", document.Text("identifier"));
            Assert.Equal("desk@example.org", document.Text("sender"));
            Assert.Equal(
                documents.Count == 0 ? null
                    : string.Join(' ', documents.Select(static d => $"{d.Text("sender")},{d.Text("identifier")},{d.Text("sent")}")),
                document.Text("references"));
            Assert.NotEmpty(document.Descendants(CapRules.Cap + "polygon"));
            Assert.DoesNotContain("on my way", document.ToString(), StringComparison.Ordinal);
            documents.Add(document);
        }

        Assert.Equal(
            ["Alert", .. Enumerable.Repeat("Update", changes.Count - 2), "Cancel"],
            documents.Select(static document => document.Text("msgType")));
        Assert.Equal(
            documents.Where((_, i) => changes[i] != "acknowledged").Reverse()
                .Select(static document => document.Text("identifier")),
            entries.Select(static entry => entry.Element(CapRules.Cap + "identifier")?.Value));

        // Each entry leads to its document.
        foreach (var entry in entries)
        {
            var link = new Uri(entry.Elements(s_atom + "link").Single().Attribute("href")!.Value);
            Assert.Equal(server.Url.Authority, link.Authority);
            var document = await ReadAsync(server, link.PathAndQuery[1..]);
            Assert.Equal(entry.Element(CapRules.Cap + "identifier")?.Value, document.Text("identifier"));
        }
    }

    [Fact]
    public async Task Feeds_are_narrowed_and_told_in_a_language_and_what_is_known_is_not_sent_again()
    {
        await using var server = await ServerProcess.StartAsync();
        using var empty = await AskAsync(server, Feed);
        Assert.Equal("application/atom+xml", empty.Content.Headers.ContentType!.MediaType);
        Assert.Empty((await ReadAsync(empty)).Elements(s_atom + "entry"));
        using var unchanged = await AskAsync(server, Feed, empty.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        await RaiseAsync(server);
        using var fresh = await AskAsync(server, Feed, empty.Headers.ETag);
        Assert.Equal((HttpStatusCode.OK, false), (fresh.StatusCode, fresh.Headers.ETag!.IsWeak));
        Assert.Equal(["Severe: two towns in Al Anbār (raised)"], Titles(await ReadAsync(fresh)));
        Assert.Equal(["Grave : two towns, Al Anbār (déclenchée)"], Titles(await ReadAsync(server, Feed + "?lang=fr")));
        Assert.Single(Titles(await ReadAsync(server, Feed + "?lang=ar&region=SE,IQ&minSeverity=severe")));
        Assert.Empty(Titles(await ReadAsync(server, Feed + "?minSeverity=critical")));
        Assert.Empty(Titles(await ReadAsync(server, Feed + "?region=SE")));
        foreach (var wrong in new[] { "?lang=de", "?region=XX", "?minSeverity=grave", "?status=open", "?lang=en&lang=fr" })
        {
            Assert.Equal(422, await server.StatusAsync(Feed + wrong));
        }

        // Compressed, under a tag of its own that is known when it comes back.
        foreach (var path in new[] { Feed, $"api/v1/alerts/{Alert}/revisions/1/cap.xml" })
        {
            using var plain = await AskAsync(server, path);
            using var packed = await AskAsync(server, path, coding: "gzip");
            Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
            Assert.Equal(await plain.Content.ReadAsStringAsync(Cancelled), await Coded.DecodeAsync(packed));
            Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
            using var known = await AskAsync(server, path, packed.Headers.ETag, "gzip");
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            using var asXml = await AskAsync(server, path, accept: "text/html, application/xml");
            Assert.Equal("application/xml", asXml.Content.Headers.ContentType!.MediaType);
            Assert.Equal(plain.Headers.ETag, asXml.Headers.ETag);
            using var asJson = await AskAsync(server, path, accept: "application/json");
            Assert.Equal(HttpStatusCode.NotAcceptable, asJson.StatusCode);
        }
    }

    [Fact]
    public async Task Links_begin_as_the_operator_says_and_who_names_no_host_gets_a_feed_too()
    {
        await using var server = await ServerProcess.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Url.Host, server.Url.Port, Cancelled);
        await using var stream = socket.GetStream();
        var asked = $"GET /{Feed} HTTP/1.0\r\nAuthorization: Bearer {server.Key}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(asked), Cancelled);
        using var answer = new StreamReader(stream);
        var said = await answer.ReadToEndAsync(Cancelled);
        Assert.Contains("<id>http://localhost/api/v1/feeds/cap.atom</id>", said, StringComparison.Ordinal);

        await using var known = await ServerProcess.StartAsync(("Alerting__PublicUrl", "https://alerts.example.org/here"));
        await RaiseAsync(known);
        var feed = await ReadAsync(known, Feed + "?region=IQ");
        Assert.Equal("https://alerts.example.org/here/api/v1/feeds/cap.atom?region=IQ", feed.Element(s_atom + "id")?.Value);
        Assert.Equal(
            $"https://alerts.example.org/here/api/v1/alerts/{Alert}/revisions/1/cap.xml",
            feed.Element(s_atom + "entry")?.Element(s_atom + "link")?.Attribute("href")?.Value);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var server = await ServerProcess.StartAsync();
        await RaiseAsync(server);
        foreach (var path in new[]
        {
            "alerts/IQ-AN.two.1/revisions/9/cap.xml",
            "alerts/IQ-AN.two.1/revisions/0/cap.xml",
            "alerts/IQ-AN.two.1/revisions/-1/cap.xml",
            "alerts/IQ-AN.two.1/revisions/one/cap.xml",
            "alerts/IQ-AN.two.1/revisions/99999999999/cap.xml",
            "alerts/IQ-AN.two.7/revisions/1/cap.xml",
            "alerts/none/revisions/1/cap.xml",
        })
        {
            Assert.Equal((path, 404), (path, await server.StatusAsync("api/v1/" + path)));
        }
    }

    [Fact]
    public async Task A_caller_reads_what_lies_within_its_regions()
    {
        await using var server = await ServerProcess.StartAsync();
        await RaiseAsync(server);
        var sweden = await KeyAsync(server, "SE");
        var anbar = await KeyAsync(server, "IQ-AN");

        Assert.Empty(Titles(await ReadAsync(server, Feed, sweden)));
        Assert.Single(Titles(await ReadAsync(server, Feed, anbar)));
        using var refused = await AskAsync(server, $"api/v1/alerts/{Alert}/revisions/1/cap.xml", key: sweden);
        using var shown = await AskAsync(server, $"api/v1/alerts/{Alert}/revisions/1/cap.xml", key: anbar);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, shown.StatusCode));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static async Task RaiseAsync(ServerProcess server)
    {
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT2H"));
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", Report("1", "Ramadi"));
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", Report("2", "Fallujah"));
        await server.Until(async () => await ChangesAsync(server) is ["raised"], "the alert is raised");
    }

    private static string Report(string id, string town) =>
        Facts.Report(id, "IQ-AN", town, TimeProvider.System.GetUtcNow().AddMinutes(-1));

    private static async Task<IReadOnlyList<string>> ChangesAsync(ServerProcess server) =>
        await server.StatusAsync($"api/v1/alerts/{Alert}") == 404 ? []
        : [.. (await server.GetAsync($"api/v1/alerts/{Alert}/revisions"))["items"]!.AsArray()
            .Select(static revision => revision!["change"]!.GetValue<string>())];

    private static async Task<string> KeyAsync(ServerProcess server, string region)
    {
        var body = new JsonObject { ["name"] = region, ["roles"] = new JsonArray("desk"), ["regions"] = new JsonArray(region) };
        return (await server.SendAsync(HttpMethod.Post, "api/v1/keys", body.ToJsonString()))["key"]!.GetValue<string>();
    }

    private static async Task<HttpResponseMessage> AskAsync(
        ServerProcess server, string path, EntityTagHeaderValue? known = null, string? coding = null, string? accept = null,
        string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        if (coding is not null)
        {
            request.Headers.AcceptEncoding.ParseAdd(coding);
        }

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return await server.Client.SendAsync(request, Cancelled);
    }

    private static async Task<XElement> ReadAsync(ServerProcess server, string path, string? key = null)
    {
        using var response = await AskAsync(server, path, key: key);
        return await ReadAsync(response);
    }

    private static async Task<XElement> ReadAsync(HttpResponseMessage response)
    {
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Cancelled);
        return await XElement.LoadAsync(body, LoadOptions.None, Cancelled);
    }

    private static IEnumerable<string> Titles(XElement feed) =>
        feed.Elements(s_atom + "entry").Select(static entry => entry.Element(s_atom + "title")!.Value);
}
