using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Notifications.Tests.Chats;

/// <summary>Against a server that answers as the Bot API documents.</summary>
public sealed class TelegramChannelTests : IAsyncLifetime
{
    private static readonly SubscriptionChannel s_settings =
        new() { Type = SubscriptionChannel.Telegram, ChatId = "-1001234567890", Token = "123456:AAE-key_0" };

    private readonly Dictionary<long, string> _messages = [];
    private ChannelHarness _harness = null!;

    public async ValueTask InitializeAsync()
    {
        _harness = await ChannelHarness.StartAsync();
        _harness.Receiver.Answer = AnswerAsync;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Later_revisions_edit_the_message_of_the_first()
    {
        var raised = Assert.IsType<NotificationVerdict.Delivered>(await _harness.SendAsync(s_settings));
        Assert.Equal("1", raised.Receipt);
        Assert.Equal("/bot123456:AAE-key_0/sendMessage", _harness.Receiver.Received[0].Path);
        Assert.Equal(-1001234567890, _harness.Posted["chat_id"]!.GetValue<long>());

        var cleared = ChannelHarness.Message(AlertSample.Alert(revision: 2, change: AlertChange.Cleared)) with { Receipt = raised.Receipt };
        Assert.Equal(raised, await _harness.SendAsync(s_settings, cleared));
        Assert.EndsWith("/editMessageText", _harness.Receiver.Received[1].Path, StringComparison.Ordinal);
        Assert.Contains("(cleared)", Assert.Single(_messages).Value, StringComparison.Ordinal);

        // Sent twice, as after a crash: "message is not modified".
        Assert.Equal(new NotificationVerdict.Delivered(400, "1"), await _harness.SendAsync(s_settings, cleared));
        Assert.Single(_messages);
    }

    [Fact]
    public async Task A_message_that_people_have_deleted_is_sent_anew()
    {
        var verdict = await _harness.SendAsync(s_settings, ChannelHarness.Message() with { Receipt = "99" });
        Assert.Equal("1", Assert.IsType<NotificationVerdict.Delivered>(verdict).Receipt);
        Assert.Single(_messages);
    }

    [Fact]
    public async Task Long_texts_are_cut_at_4096_characters_with_a_link()
    {
        var alert = AlertSample.Alert() with { Explanation = string.Concat(Enumerable.Repeat("a < b & c ", 1_000)) };
        var template = new MessageTemplate { Text = "{{ explanation }}{{ explanation }}" };
        var message = ChannelHarness.Message(alert) with { Template = template };
        Assert.IsType<NotificationVerdict.Delivered>(await _harness.SendAsync(s_settings, message));
        Assert.Contains("…", Assert.Single(_messages).Value, StringComparison.Ordinal);
        Assert.EndsWith(
            $"<a href=\"{ChannelHarness.PublicUrl}/alerts/{alert.AlertId}\">Open in the console</a>", _messages[1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden: bot was kicked from the group chat")]
    public async Task A_bot_that_may_not_write_disables(int status, string description)
    {
        _harness.Answer(status, $$"""{"ok":false,"error_code":{{status}},"description":"{{description}}"}""");
        Assert.Equal(
            new NotificationVerdict.Gone(status, $"Telegram answered {status}: {description}"), await _harness.SendAsync(s_settings));
    }

    [Fact]
    public async Task Too_many_messages_wait_as_long_as_its_parameters_say()
    {
        _harness.Answer(
            429, """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 8","parameters":{"retry_after":8}}""");
        Assert.Equal(TimeSpan.FromSeconds(8), Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(s_settings)).After);
    }

    [Fact]
    public async Task A_chat_that_is_not_there_is_told_and_what_is_no_answer_is_tried_again()
    {
        _harness.Answer(400, """{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}""");
        Assert.Equal(
            new NotificationVerdict.Permanent(400, "Telegram answered 400: Bad Request: chat not found"),
            await _harness.SendAsync(s_settings));
        _harness.Answer(200, "<html></html>");
        Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(s_settings));
        _harness.Answer(200, """{"ok":"yes","parameters":[],"description":7}""");
        Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(s_settings));
    }

    /// <summary>As documented: texts are counted without their marks, and one that stands as it was to be is refused.</summary>
    private Task AnswerAsync(HttpContext context)
    {
        var body = _harness.Receiver.Received[^1].Json;
        var text = body["text"]!.GetValue<string>();
        var plain = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(text, "<[^>]*>", ""));
        var id = body["message_id"]?.GetValue<long>() ?? _messages.Count + 1;
        var refusal = plain.Length > 4_096 ? "message is too long"
            : !context.Request.Path.Value!.EndsWith("/editMessageText", StringComparison.Ordinal) ? null
            : !_messages.TryGetValue(id, out var present) ? "message to edit not found"
            : present == text ? "message is not modified: specified new message content is the same"
            : null;
        if (refusal is not null)
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync(new JsonObject
            {
                ["ok"] = false,
                ["error_code"] = 400,
                ["description"] = $"Bad Request: {refusal}",
            }.ToJsonString());
        }

        _messages[id] = text;
        var answer = new JsonObject { ["ok"] = true, ["result"] = new JsonObject { ["message_id"] = id } };
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
