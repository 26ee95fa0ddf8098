using System.Globalization;
using System.Text.Json;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Http;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Telegram;

/// <summary>What the Bot API answered: <c>ok</c>, else an <c>error_code</c>, a <c>description</c> and <c>parameters</c>.</summary>
internal sealed class TelegramAnswer
{
    private const int MaxDescription = 200;
    private readonly HttpAnswer _answer;
    private readonly JsonElement? _body;

    public TelegramAnswer(HttpAnswer answer)
    {
        _answer = answer;
        _body = JsonBody.Parse(answer.Body);
    }

    public bool IsOk => Member("ok") is { ValueKind: JsonValueKind.True };

    /// <summary>Number of the message; null where none is told.</summary>
    public string? MessageId =>
        Member("result") is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("message_id", out var id)
            ? id.GetRawText()
            : null;

    public int Status => _answer.Status;

    public string Description => Member("description") is { ValueKind: JsonValueKind.String } text
        ? TextLimit.Cut(text.GetString()!, MaxDescription)
        : "no description";

    /// <summary>Whether it says that the message stands as it was to be.</summary>
    public bool IsNotModified => Status == 400 && Description.Contains("message is not modified", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there is nothing to edit any more, as where people have deleted it.</summary>
    public bool IsNotEditable => Status == 400
        && (Description.Contains("to edit not found", StringComparison.OrdinalIgnoreCase)
            || Description.Contains("can't be edited", StringComparison.OrdinalIgnoreCase)
            || Description.Contains("MESSAGE_ID_INVALID", StringComparison.OrdinalIgnoreCase));

    /// <summary>What it comes to where it is not ok.</summary>
    public NotificationVerdict ToFailure() => Status switch
    {
        401 or 403 => new NotificationVerdict.Gone(Status, $"Telegram answered {Status}: {Description}"),
        429 when RetryAfter is { } delay => new NotificationVerdict.Retry(
            Status,
            string.Create(CultureInfo.InvariantCulture, $"Telegram answered 429 and asked to wait {delay.TotalSeconds:0} s"),
            delay),
        400 => new NotificationVerdict.Permanent(Status, $"Telegram answered 400: {Description}"),
        _ => _answer.Failed(_body is null ? null : Description),
    };

    private TimeSpan? RetryAfter =>
        Member("parameters") is { ValueKind: JsonValueKind.Object } parameters
            && parameters.TryGetProperty("retry_after", out var seconds)
            && seconds.ValueKind == JsonValueKind.Number
            && seconds.TryGetDouble(out var value)
            ? TimeSpan.FromSeconds(Math.Clamp(value, 0, RetrySchedule.MaxRetryAfter.TotalSeconds))
            : _answer.RetryAfter;

    private JsonElement? Member(string name) => _body?.TryGetProperty(name, out var value) == true ? value : null;
}
