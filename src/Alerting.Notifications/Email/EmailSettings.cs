using Alerting.Notifications.Chats;
using Alerting.Reports;
using Alerting.Subscriptions;
using MimeKit;

namespace Alerting.Notifications.Email;

/// <summary>What the settings of mail must be.</summary>
internal static class EmailSettings
{
    private const int MaxAddress = 254;

    public static IReadOnlyList<string> Members { get; } = [ChannelMembers.To, ChannelMembers.Cc, ChannelMembers.Language];

    /// <summary>The first violation, or null.</summary>
    public static Fault? Validate(SubscriptionChannel settings) =>
        settings.To is not { Count: > 0 }
            ? ChannelMembers.Missing("A mail needs somebody to whom it goes.", ChannelMembers.To)
            : ValidateAddresses(settings.To, ChannelMembers.To)
                ?? ValidateAddresses(settings.Cc ?? [], ChannelMembers.Cc)
                ?? ChatSettings.ValidateLanguage(settings);

    /// <summary>Whether it is an address and nothing else: without a name, a comment or a second address.</summary>
    public static bool IsAddress(string? text) =>
        text is { Length: > 2 and <= MaxAddress }
        && !text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailboxAddress.TryParse(text, out var mailbox)
        && mailbox.Address == text
        && text.IndexOf('@', StringComparison.Ordinal) > 0;

    private static Fault? ValidateAddresses(IReadOnlyList<string> addresses, string member)
    {
        if (addresses.Count > ChannelBody.MaxAddresses)
        {
            return ChannelMembers.Invalid($"At most {ChannelBody.MaxAddresses} addresses can be listed.", member);
        }

        for (var i = 0; i < addresses.Count; i++)
        {
            if (!IsAddress(addresses[i]))
            {
                return ChannelMembers.Invalid("An address such as desk@example.org is expected.", $"{member}[{i}]");
            }
        }

        return null;
    }
}
