using System.Net;
using System.Text.Json.Nodes;
using Alerting.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Xunit;

namespace Alerting.Server.Tests.Access.Matrix;

/// <summary>Every route of the running server, with every kind of caller, against <see cref="AccessTable"/>.</summary>
public sealed class AccessMatrixTests(HostedServer server) : IClassFixture<HostedServer>
{
    private static readonly (char Letter, string Role)[] s_roles =
        [('r', "reporter"), ('d', "dashboard"), ('k', "desk"), ('o', "operator"), ('u', "auditor"), ('a', "admin")];

    private readonly List<string> _faults = [];

    [Fact]
    public void The_table_has_a_row_for_every_route_and_no_other()
    {
        Assert.Equal(EnumNames.All<Role>(), s_roles.Select(static role => role.Role));
        var files = server.Routes.Where(static route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is not null).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, static file => Assert.NotNull(file.Metadata.GetMetadata<IAllowAnonymous>()));
        var served = server.Routes.Except(files).SelectMany(
            static route => MethodsOf(route).Select(method => $"{method} {PatternOf(route)}"));
        var listed = AccessTable.Rows.Select(static row => $"{row.Method} {row.Route}");
        Assert.Equal(served.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_subject_and_with_a_key_that_is_over_nothing_is_opened()
    {
        var (revokedId, revoked) = await server.KeyAsync("admin", "");
        await server.AskAsync(server.Admin, "DELETE", $"keys/{revokedId}");
        var (_, expired) = await server.KeyAsync("admin", "", TimeProvider.System.GetUtcNow().AddSeconds(1));
        await Wait.UntilAsync(
            async () => (await server.AskAsync(expired, "GET", "kinds")).Status == HttpStatusCode.Unauthorized, "the key has expired");
        foreach (var row in AccessTable.Rows)
        {
            foreach (var (who, key) in new[] { ("nobody", null), ("a revoked key", revoked), ("an expired key", expired) })
            {
                var ask = row.Own ?? row.Outside[0];
                var (status, text) = await server.AskAsync(key, row.Method, ask.Path, Filled(ask.Body, server.Admin));
                Expect(row.Opens.Length == 0 ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    : status == HttpStatusCode.Unauthorized && TypeOf(text) == "unauthorized", row, who, ask, status, text);
            }
        }

        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Each_role_opens_what_the_table_says_and_nothing_else()
    {
        foreach (var (letter, role) in s_roles)
        {
            var (_, key) = await server.KeyAsync(role, "");
            foreach (var row in AccessTable.Rows)
            {
                var ask = row.Own ?? row.Outside[0];
                var (status, text) = await server.AskAsync(key, row.Method, Filled(ask.Path, role)!, Filled(ask.Body, key));
                var isLetIn = row.Opens.Length == 0 || row.Opens.Contains(letter, StringComparison.Ordinal);
                Expect(
                    isLetIn ? (int)status is not (401 or 403 or >= 500) : status == HttpStatusCode.Forbidden && TypeOf(text) == "forbidden",
                    row, role, ask, status, text);
            }
        }

        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Limits_hold_on_every_route()
    {
        foreach (var (letter, role) in s_roles)
        {
            var (_, key) = await server.KeyAsync(role, "IQ-AN");
            foreach (var row in AccessTable.Rows.Where(row => row.Opens.Contains(letter, StringComparison.Ordinal)))
            {
                var who = $"{role} of IQ-AN";
                if (row.Own is { } own)
                {
                    var (status, text) = await server.AskAsync(key, row.Method, Filled(own.Path, $"{role}-an")!, Filled(own.Body, key));
                    Expect((int)status is not (401 or 403 or >= 500), row, who, own, status, text);
                }

                foreach (var ask in row.Outside)
                {
                    var (status, text) = await server.AskAsync(key, row.Method, Filled(ask.Path, $"{role}-an")!, ask.Body);
                    Expect(
                        ask.Beyond == Beyond.LeftOut
                            ? status == HttpStatusCode.OK && !IsForeign(text)
                            : status == HttpStatusCode.Forbidden && TypeOf(text) == "forbidden"
                                && (ask.At is null || JsonNode.Parse(text)!["path"]?.GetValue<string>() == ask.At),
                        row, who, ask, status, text);
                }
            }
        }

        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Of_many_reports_those_of_other_regions_are_rejected_and_all_of_them_are_403()
    {
        var (_, key) = await server.KeyAsync("reporter", "IQ-AN");
        var (status, mixed) = await server.AskAsync(
            key, "POST", "reports", $"[{AccessTable.Report("IQ-AN")},{AccessTable.Report("SE-AB")}]");
        Assert.Equal(HttpStatusCode.OK, status);
        var result = JsonNode.Parse(mixed)!["results"]![1]!;
        Assert.Equal("rejected", result["outcome"]!.GetValue<string>());
        Assert.Equal("forbidden", result["error"]!["type"]!.GetValue<string>());

        var (refused, all) = await server.AskAsync(
            key, "POST", "reports", $"[{AccessTable.Report("IQ-BG")},{AccessTable.Report("SE-AB")}]");
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused, TypeOf(all)));
        Assert.Equal(2, JsonNode.Parse(all)!["rejected"]!.GetValue<int>());
    }

    private static IEnumerable<string> MethodsOf(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(static method => method != "HEAD");

    private static string PatternOf(RouteEndpoint route)
    {
        var text = "/" + route.RoutePattern.RawText!.Trim('/');
        return text.StartsWith("/api/v1/", StringComparison.Ordinal) ? text["/api/v1/".Length..] : text;
    }

    private static string? Filled(string? text, string caller) => text?
        .Replace("@key", caller, StringComparison.Ordinal)
        .Replace("/@", $"/{caller}", StringComparison.Ordinal);

    private static string? TypeOf(string text) => text.StartsWith('{') ? JsonNode.Parse(text)!["type"]?.GetValue<string>() : null;

    private static bool IsForeign(string text) =>
        text.Contains("\"SE", StringComparison.Ordinal) || text.Contains("IQ-BG", StringComparison.Ordinal)
        || text.Contains("\"others\"", StringComparison.Ordinal) || text.Contains("\"foreign\"", StringComparison.Ordinal);

    private void Expect(bool isAsListed, Row row, string who, Ask ask, HttpStatusCode status, string text)
    {
        if (!isAsListed)
        {
            _faults.Add($"{row.Method} {ask.Path} by {who}: {(int)status} {text[..Math.Min(text.Length, 300)]}");
        }
    }
}
