using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Telegram;

/// <summary>Configuration section <c>Alerting:Telegram</c>.</summary>
public sealed class TelegramOptions
{
    /// <summary>Where configuration has these options.</summary>
    public const string Section = "Alerting:Telegram";

    /// <summary>
    /// Absolute http or https URL of the Bot API: theirs, or a server of one's own, which in a private network has to stand in
    /// <see cref="Webhooks.WebhookOptions.AllowedTargets"/>. Default <c>https://api.telegram.org</c>.
    /// </summary>
    public string Url { get; set; } = "https://api.telegram.org";
}

internal sealed class TelegramOptionsValidator : IValidateOptions<TelegramOptions>
{
    public ValidateOptionsResult Validate(string? name, TelegramOptions options) =>
        Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url is { Query: "", Fragment: "", UserInfo: "" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{TelegramOptions.Section}:Url must be an absolute http or https URL.");
}
