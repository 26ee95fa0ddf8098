using System.Globalization;

namespace Alerting.Notifications.Http;

/// <summary>What a receiver answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">As UTF-8, cut at <see cref="HttpSender.MaxAnswer"/>; empty where it was not to be read.</param>
/// <param name="RetryAfter">How long it asked to wait, 0..24 h; null: it did not say.</param>
internal sealed record HttpAnswer(int Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What it comes to where the channel has no other meaning for it: to be tried again.</summary>
    /// <param name="reason">What the receiver said of it; null: nothing that is understood.</param>
    public NotificationVerdict.Retry Failed(string? reason = null)
    {
        var answered = reason is null ? $"the receiver answered {Status}" : $"the receiver answered {Status}: {reason}";
        return Status switch
        {
            429 or 503 when RetryAfter is { } delay => new(
                Status, string.Create(CultureInfo.InvariantCulture, $"{answered} and asked to wait {delay.TotalSeconds:0} s"), delay),
            >= 300 and < 400 => new(Status, $"{answered}; redirects are not followed"),
            _ => new(Status, answered),
        };
    }
}
