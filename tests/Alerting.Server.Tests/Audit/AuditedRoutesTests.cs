using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.Access.Matrix;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Alerting.Server.Tests.Audit;

/// <summary>Every write of the running server, against <see cref="AuditedRoutes"/>.</summary>
public sealed class AuditedRoutesTests(HostedServer server) : IClassFixture<HostedServer>
{
    private static readonly string[] s_safe = ["GET", "HEAD", "OPTIONS"];

    private readonly Dictionary<string, string> _saved = new(StringComparer.Ordinal);

    [Fact]
    public void The_table_has_every_route_that_writes_and_no_other()
    {
        var served = server.Routes
            .SelectMany(static route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Where(static method => !s_safe.Contains(method))
                .Select(method => $"{method} {PatternOf(route)}"))
            .Where(static route => route != AuditedRoutes.Unaudited);
        var listed = AuditedRoutes.All.Select(static row => $"{row.Method} {row.Route}").Distinct();
        Assert.Equal(served.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_write_has_one_entry_with_who_what_and_why_and_no_secret()
    {
        await server.DoneAsync("POST", "reports", AccessTable.Report("IQ-AN", "other"));
        var me = JsonNode.Parse((await server.AskAsync(server.Admin, "GET", "session")).Text)!["id"]!.GetValue<string>();
        var seen = (await EntriesAsync(0)).Count;
        foreach (var row in AuditedRoutes.All)
        {
            var (status, text) = await server.AskAsync(server.Admin, row.Method, Filled(row.Path)!, Filled(row.Body));
            Assert.True((int)status is >= 200 and < 300, $"{row.Method} {row.Path}: {(int)status} {text}");
            if (row.Saves is { } name)
            {
                _saved[name] = JsonNode.Parse(text)!["id"]!.GetValue<string>();
            }

            // Whoever has the answer finds the entry: nothing is waited for.
            var entries = await EntriesAsync(seen);
            if (row.Action is null)
            {
                Assert.Empty(entries);
                continue;
            }

            Assert.True(entries.Count == 1, $"{row.Method} {row.Path} has {entries.Count} entries; answered {text}");
            var entry = entries[0];
            Assert.Equal(++seen, entry["seq"]!.GetValue<long>());
            Assert.Equal(
                (row.Action, Filled(row.Target) ?? me, row.Region, row.Reason, me, "key", "127.0.0.1"),
                (Text(entry, "action")!, Text(entry, "target")!, Text(entry, "region"), Text(entry, "reason"), Text(entry["actor"]!, "id")!,
                    Text(entry["actor"]!, "kind")!, Text(entry, "address")!));
            Assert.False(string.IsNullOrEmpty(Text(entry, "requestId")));
            Assert.True(entry["before"] is null || !row.Action.EndsWith(".created", StringComparison.Ordinal), $"{entry}");
            Assert.True(entry["after"] is null == IsEnd(row.Action), $"{entry}");
        }

        var all = string.Concat((await EntriesAsync(0)).Select(static entry => entry.ToJsonString()));
        Assert.DoesNotContain("whsec_", all, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", all, StringComparison.Ordinal);
        Assert.DoesNotMatch("a[ks]_[0-9a-f]{64}", all);
        Assert.DoesNotContain("\"hash\"", all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_before_and_is_after_is_what_the_route_shows()
    {
        await server.DoneAsync("PUT", "thresholds/shown", AccessTable.Threshold("IQ"));
        var before = await GetAsync("thresholds/shown");
        await server.DoneAsync("PUT", "thresholds/shown", AccessTable.Threshold("IQ").Replace("\"atLeast\":1", "\"atLeast\":2"));
        var after = await GetAsync("thresholds/shown");

        var entry = (await GetAsync("audit?target=shown&action=threshold.replaced"))["items"]![0]!;
        Assert.True(JsonNode.DeepEquals(before, entry["before"]), $"{before}\n{entry["before"]}");
        Assert.True(JsonNode.DeepEquals(after, entry["after"]), $"{after}\n{entry["after"]}");
    }

    [Fact]
    public async Task Pages_and_filters_give_the_same_entries_and_what_cannot_be_meant_is_refused()
    {
        var all = await EntriesAsync(0);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(static n => (long)n), all.Select(static e => e["seq"]!.GetValue<long>()));
        var paged = new List<long>();
        for (string? next = "0"; next is not null;)
        {
            var page = await GetAsync($"audit?limit=3&after={next}");
            paged.AddRange(page["items"]!.AsArray().Select(static e => e!["seq"]!.GetValue<long>()));
            next = page["next"]?.GetValue<string>();
        }

        Assert.True(paged.Count >= all.Count && paged.SequenceEqual(Enumerable.Range(1, paged.Count).Select(static n => (long)n)));
        var places = all.Where(
            static e => Text(e, "action")!.StartsWith("place.", StringComparison.Ordinal) && Text(e, "region") == "SE-AB");
        var found = await GetAsync("audit?action=place&region=SE&actor=first%20admin");
        Assert.Equal(places.Select(static e => Text(e, "target")), found["items"]!.AsArray().Select(static e => Text(e!, "target")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await server.AskAsync(server.Admin, "GET", "audit?region=XX")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await server.AskAsync(server.Admin, "GET", "audit?after=x")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await server.AskAsync(server.Admin, "GET", "audit?actors=x")).Status);
        Assert.Empty((await GetAsync("audit?after=100000000"))["items"]!.AsArray());
    }

    private static bool IsEnd(string action) => action.Split('.')[1] is "deleted" or "revoked" or "lifted" or "unacknowledged";

    private static string PatternOf(RouteEndpoint route)
    {
        var text = "/" + route.RoutePattern.RawText!.Trim('/');
        return text.StartsWith("/api/v1/", StringComparison.Ordinal) ? text["/api/v1/".Length..] : text;
    }

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();

    private string? Filled(string? text)
    {
        text = text?.Replace("@admin", server.Admin, StringComparison.Ordinal);
        foreach (var (name, id) in _saved)
        {
            text = text?.Replace($"@{name}", id, StringComparison.Ordinal);
        }

        return text;
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        var (status, text) = await server.AskAsync(server.Admin, "GET", path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task<List<JsonNode>> EntriesAsync(long after) =>
        [.. (await GetAsync($"audit?limit=1000&after={after}"))["items"]!.AsArray().Select(static entry => entry!)];
}
