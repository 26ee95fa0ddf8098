using Microsoft.Extensions.Options;

namespace Alerting.Notifications;

/// <summary>What all channels share, of configuration section <c>Alerting</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>Where configuration has these options.</summary>
    public const string Section = "Alerting";

    /// <summary>
    /// Absolute http or https URL under which people reach the console, such as <c>https://alerts.example.org</c>: messages link to
    /// it. Not set: they have no links.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>The address of a page; null where <see cref="PublicUrl"/> is not set.</summary>
    /// <param name="path">Begins with a slash.</param>
    internal string? LinkTo(string path) => string.IsNullOrEmpty(PublicUrl) ? null : PublicUrl.TrimEnd('/') + path;
}

internal sealed class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options) =>
        string.IsNullOrEmpty(options.PublicUrl)
        || (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url is { Query: "", Fragment: "", UserInfo: "" })
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{NotificationOptions.Section}:PublicUrl must be an absolute http or https URL without query, fragment and credentials.");
}
