using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Cap;

/// <summary>What documents of the Common Alerting Protocol say of their sender, of section <c>Alerting:Cap</c>.</summary>
public sealed class CapOptions
{
    /// <summary>Where configuration has these options.</summary>
    public const string Section = "Alerting:Cap";

    /// <summary>
    /// Names this installation for good, such as <c>alerts.example.org</c> or <c>desk@example.org</c>. Not set: the host of
    /// <see cref="NotificationOptions.PublicUrl"/>, and <c>alerting</c> where that is not set either.
    /// </summary>
    public string? Sender { get; set; }

    /// <summary>The sender as people know it. Not set: nothing is said.</summary>
    public string? SenderName { get; set; }

    /// <summary>Whether alerts are meant. Default <see cref="CapStatus.Actual"/>.</summary>
    public CapStatus Status { get; set; } = CapStatus.Actual;

    /// <summary>For whom documents are. Default <see cref="CapScope.Restricted"/>, as is whoever may read alerts.</summary>
    public CapScope Scope { get; set; } = CapScope.Restricted;

    /// <summary>What restricts documents of that scope. Default <c>For holders of a key of the sender only</c>.</summary>
    public string Restriction { get; set; } = "For holders of a key of the sender only";
}

/// <summary>Whether alerts are meant (CAP 1.2, 3.2.1, status).</summary>
public enum CapStatus
{
    /// <summary>To be acted on by all.</summary>
    Actual = 0,

    /// <summary>To be acted on by who takes part in an exercise.</summary>
    Exercise = 1,

    /// <summary>To be passed over.</summary>
    Test = 2,
}

/// <summary>For whom documents are (CAP 1.2, 3.2.1, scope).</summary>
public enum CapScope
{
    /// <summary>Everybody.</summary>
    Public = 0,

    /// <summary>Whom the restriction names.</summary>
    Restricted = 1,
}

internal sealed partial class CapOptionsValidator : IValidateOptions<CapOptions>
{
    public ValidateOptionsResult Validate(string? name, CapOptions options) =>
        !string.IsNullOrEmpty(options.Sender) && !Sender().IsMatch(options.Sender)
            ? Fail("Sender must be a host name or a mail address: letters, digits and . _ - @ alone, at most 200.")
        : !Enum.IsDefined(options.Status)
            ? Fail($"Status must be one of {string.Join(", ", Enum.GetNames<CapStatus>())}.")
        : !Enum.IsDefined(options.Scope)
            ? Fail($"Scope must be one of {string.Join(", ", Enum.GetNames<CapScope>())}.")
        : options.Scope == CapScope.Restricted && string.IsNullOrWhiteSpace(options.Restriction)
            ? Fail("Restriction must be said with the scope Restricted.")
        : ValidateOptionsResult.Success;

    private static ValidateOptionsResult Fail(string fault) => ValidateOptionsResult.Fail($"{CapOptions.Section}:{fault}");

    /// <summary>
    /// Without spaces, commas, &lt; and &amp; (CAP 1.2, 3.2.1), and such that it can be part of a tag URI (RFC 4151, 2.1).
    /// </summary>
    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,100}(@[A-Za-z0-9.-]{1,99})?\z")]
    private static partial Regex Sender();
}
