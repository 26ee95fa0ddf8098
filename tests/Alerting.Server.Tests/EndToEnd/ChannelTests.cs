using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Channels other than webhooks, from outside.</summary>
public sealed class ChannelTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Token = "424242:token-of-a-bot";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_message_of_telegram_is_edited_by_later_revisions_also_after_a_crash()
    {
        await using var api = await WebhookReceiver.StartAsync();
        api.Answer = static context => context.Response.WriteAsync("""{"ok":true,"result":{"message_id":77}}""");
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__Telegram__Url", new Uri(api.Url).GetLeftPart(UriPartial.Authority)),
            ("Alerting__PublicUrl", "https://alerts.example.org/"));
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/chat", new JsonObject
        {
            ["thresholds"] = new JsonArray("two-towns"),
            ["channel"] = new JsonObject { ["type"] = "telegram", ["chatId"] = "@desk_chat", ["token"] = Token, ["language"] = "fr" },
            ["template"] = new JsonObject { ["title"] = "{{ region.code }} {{ measure.value }}" },
        }.ToJsonString(), expected: HttpStatusCode.Created);

        await ReportAsync(server, "Ramadi", "Fallujah");
        await server.Until(() => Task.FromResult(api.Count >= 1), "the first message has come");
        await server.Until(
            async () => (await server.GetAsync("api/v1/subscriptions/chat/deliveries")).ToJsonString()
                .Contains("\"delivered\"", StringComparison.Ordinal),
            "it is recorded");
        await server.KillAsync();
        await server.RestartAsync();
        await ReportAsync(server, "Karmah");
        await server.Until(() => Task.FromResult(api.Count >= 2), "the second has come");

        Assert.Equal(
            [$"/bot{Token}/sendMessage", $"/bot{Token}/editMessageText"],
            api.Received.Select(static received => received.Path).Distinct());
        var edited = api.Received.First(static received => received.Path.EndsWith("/editMessageText", StringComparison.Ordinal)).Json;
        Assert.Equal((77, "@desk_chat"), (edited["message_id"]!.GetValue<int>(), edited["chat_id"]!.GetValue<string>()));
        var text = edited["text"]!.GetValue<string>();
        Assert.StartsWith("<b>IQ-AN 3</b>", text, StringComparison.Ordinal);
        Assert.Contains("https://alerts.example.org/alerts/IQ-AN.two-towns.1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"webhook","url":"http://127.0.0.1:9/","cc":["a@example.org"]}""", "$.channel.cc")]
    [InlineData($$"""{"type":"slack","url":"http://127.0.0.1:9/x","secret":"{{Secret}}"}""", "$.channel.secret")]
    [InlineData("""{"type":"slack"}""", "$.channel.url")]
    [InlineData("""{"type":"slack","url":""}""", "$.channel.url")]
    [InlineData($$"""{"secret":"{{Secret}}"}""", "$.channel.url")]
    [InlineData("""{"type":"teams","url":"http://127.0.0.1:9/"}""", "$.channel.url")]
    [InlineData("""{"type":"teams","url":"http://10.0.0.1/x"}""", "$.channel.url")]
    [InlineData("""{"type":"telegram","chatId":"1"}""", "$.channel.token")]
    [InlineData("""{"type":"telegram","chatId":"1","token":"1:x","language":"de"}""", "$.channel.language")]
    [InlineData("""{"type":"pagerduty"}""", "$.channel.routingKey")]
    [InlineData("""{"type":"email","to":["desk@example.org"]}""", "$.channel.type")]
    [InlineData("""{"type":"email","to":["desk"]}""", "$.channel.to[0]")]
    [InlineData("""{"type":"webhook","url":"http://127.0.0.1:9/","format":"xml"}""", "$.channel.format")]
    [InlineData("""{"type":"pigeon"}""", "$.channel.type")]
    public async Task What_does_not_belong_to_a_type_is_refused_at_its_path(string channel, string path) =>
        Assert.Equal(path, (await RefusedAsync($$"""{"channel":{{channel}} }"""))["path"]!.GetValue<string>());

    [Fact]
    public async Task A_fault_of_a_template_is_told_with_line_and_column()
    {
        const string Channel = """{"type":"telegram","chatId":"1","token":"1:x"}""";
        var problem = await RefusedAsync($$"""{"channel":{{Channel}},"template":{"text":"fine\n  {% nothing %}"} }""");
        Assert.Equal("$.template.text", problem["path"]!.GetValue<string>());
        Assert.Contains("line 2, column ", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<JsonNode> RefusedAsync(string body)
    {
        var server = shared.Process;
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(server.Url, "api/v1/subscriptions/refused"));
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.UnprocessableEntity, $"{response.StatusCode}: {answer}");
        return JsonNode.Parse(answer)!;
    }

    private static async Task ReportAsync(ServerProcess server, params string[] towns)
    {
        foreach (var town in towns)
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
        }
    }
}
