using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What a shift hands over, over HTTP.</summary>
public sealed class HandoverTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        await _server.SendAsync(HttpMethod.Put, "api/v1/contacts/ann", $$"""{"name":"Ann <night>","channels":[{{Channel}}]}""");
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/schedules/night",
            """{"timeZone":"UTC","layers":[{"contacts":["ann"],"startsAt":"2014-01-01T00:00:00Z","shift":"P1W"}]}""");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (id, region) in new[] { ("anbar", "IQ-AN"), ("nineveh", "IQ-NI"), ("basra", "IQ-BA"), ("sweden", "SE-AB") })
        {
            await _server.SendAsync(
                HttpMethod.Put, $"api/v1/thresholds/{id}",
                Facts.ShortThreshold("PT1H").Replace("IQ-AN", region, StringComparison.Ordinal));
            await _server.SendAsync(
                HttpMethod.Post, "api/v1/reports",
                $"[{Facts.Report(id + "1", region, "Hit", now)},{Facts.Report(id + "2", region, "Rawa", now)}]");
        }

        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 4, "the alerts are raised");
        await _server.SendAsync(HttpMethod.Post, "api/v1/alerts/IQ-NI.nineveh.1/acknowledge", """{"note":"*calling* <them>"}""");
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/basra",
            Facts.ShortThreshold("PT1H").Replace("IQ-AN", "IQ-BA", StringComparison.Ordinal)[..^1] + ""","enabled":false}""");
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts/IQ-BA.basra.1"))["status"]!.GetValue<string>() == "cleared",
            "Basra has cleared");
        await _server.SendAsync(HttpMethod.Put, "api/v1/alerts/IQ-BA.basra.1/disposition", """{"value":"exercise"}""");
        await _server.SendAsync(
            HttpMethod.Post, "api/v1/silences",
            $$"""{"comment":"Drill","regions":["IQ-BA"],"endsAt":"{{now.AddHours(3):O}}"}""");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Channel =>
        """{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}""";

    [Fact]
    public async Task It_tells_what_is_open_and_by_whom_what_has_ended_what_is_silenced_and_who_is_on_call()
    {
        var handover = await _server.GetAsync("api/v1/handover?regions=IQ");

        Assert.Equal(["IQ-AN.anbar.1"], Ids(handover, "unacknowledged"));
        Assert.Equal(["IQ-NI.nineveh.1"], Ids(handover, "acknowledged"));
        Assert.Equal("*calling* <them>", handover["acknowledged"]![0]!["acknowledged"]!["note"]!.GetValue<string>());
        Assert.Equal(["IQ-BA.basra.1"], Ids(handover, "ended"));
        Assert.Equal("exercise", handover["ended"]![0]!["disposition"]!["value"]!.GetValue<string>());
        var silence = Assert.Single(handover["silences"]!.AsArray())!;
        Assert.Equal(("Drill", true), (silence["comment"]!.GetValue<string>(), silence["endsSoon"]!.GetValue<bool>()));
        var shift = Assert.Single(handover["onCall"]!.AsArray())!;
        Assert.Equal(("night", "Ann <night>"), (shift["schedule"]!.GetValue<string>(), shift["now"]!["name"]!.GetValue<string>()));

        // What ended before is not told, what is open is, however old.
        var later = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O"));
        var rest = await _server.GetAsync($"api/v1/handover?since={later}");
        Assert.Empty(rest["ended"]!.AsArray());
        Assert.Equal(["IQ-AN.anbar.1", "SE-AB.sweden.1"], Ids(rest, "unacknowledged").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_written_for_the_log_of_the_shift_and_to_print_with_nothing_taken_for_markup()
    {
        var markdown = await TextAsync("text/markdown");
        Assert.StartsWith("# Handover of ", markdown, StringComparison.Ordinal);
        Assert.Contains("## Open, and nobody has acknowledged it\n\n- **severe** ", markdown, StringComparison.Ordinal);
        Assert.Contains(@"\*calling\* \<them\>", markdown, StringComparison.Ordinal);
        Assert.Contains("[IQ-AN.anbar.1](/alerts/IQ-AN.anbar.1)", markdown, StringComparison.Ordinal);
        Assert.Contains(@"- night: Ann \<night\>", markdown, StringComparison.Ordinal);

        var page = await TextAsync("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("*calling* &lt;them&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<them>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/alerts/IQ-BA.basra.1\">IQ-BA.basra.1</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_what_was_given_up_and_since_when()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = static context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        };
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/subscriptions/room",
            $$"""{"name":"Room","regions":["IQ-AN"],"startAfter":0,"channel":{"type":"slack","url":"{{receiver.Url}}"} }""");
        JsonNode? handover = null;
        await _server.Until(
            async () => (handover = await _server.GetAsync("api/v1/handover?regions=IQ"))["deadLetters"]!.AsArray().Count == 1,
            "it is given up");

        var dead = handover!["deadLetters"]![0]!;
        Assert.Equal(
            ("room", "Room", "IQ-AN.anbar.1"),
            (dead["subscription"]!.GetValue<string>(), dead["name"]!.GetValue<string>(), dead["alertId"]!.GetValue<string>()));
        Assert.NotNull(dead["error"]);
        Assert.NotNull(dead["at"]);
        Assert.Contains("IQ-AN.anbar.1", await TextAsync("text/markdown"), StringComparison.Ordinal);

        // What was given up before is not told, nor what lies outside of the regions.
        var later = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O"));
        Assert.Empty((await _server.GetAsync($"api/v1/handover?since={later}"))["deadLetters"]!.AsArray());
        Assert.Empty((await _server.GetAsync("api/v1/handover?regions=SE"))["deadLetters"]!.AsArray());
    }

    private static IEnumerable<string> Ids(JsonNode handover, string list) =>
        handover[list]!.AsArray().Select(static alert => alert!["alertId"]!.GetValue<string>());

    private async Task<string> TextAsync(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, "api/v1/handover"));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _server.Client.SendAsync(request, Token);
        Assert.Equal(accept.Split(',')[0], response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync(Token);
    }
}
