using System.Security.Cryptography;
using Alerting.Console.Shown;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>How and where a subscription is told, as people fill it in. What is entered for another type is not put.</summary>
public sealed class ChannelForm
{
    private const int SecretBytes = 32;

    /// <summary>The settings that there are; null for a new subscription.</summary>
    private readonly ChannelView? _present;

    /// <summary>For a new subscription.</summary>
    public ChannelForm()
    {
    }

    /// <summary>To change what is there.</summary>
    public ChannelForm(ChannelView present)
    {
        ArgumentNullException.ThrowIfNull(present);
        _present = present;
        Type = present.Type;
        Format = present.Format ?? WebhookFormat.Native;
        To = CodeList.Format(present.To ?? []);
        Cc = CodeList.Format(present.Cc ?? []);
        Language = present.Language ?? "";
        ChatId = present.ChatId ?? "";
        Secret = KeepsSecret ? SecretChoice.Kept : SecretChoice.Created;

        // Of a chat there is the origin alone, which stands for the whole.
        Url = IsChat ? "" : present.Url ?? "";
    }

    /// <summary>Name of the type, such as <see cref="SubscriptionChannel.Webhook"/>.</summary>
    public string Type { get; set; } = SubscriptionChannel.Webhook;

    /// <summary>Where messages are posted to; empty: where they were, or where the type always posts to.</summary>
    public string Url { get; set; } = "";

    /// <summary>What the body of a webhook looks like.</summary>
    public WebhookFormat Format { get; set; }

    /// <summary>Where the secret of a webhook comes from.</summary>
    public SecretChoice Secret { get; set; } = SecretChoice.Created;

    /// <summary>Where it is <see cref="SecretChoice.Typed"/>.</summary>
    public string TypedSecret { get; set; } = "";

    /// <summary>With which messages are signed as well while receivers learn the new one; empty: with none.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <summary>The secret that the console has made for it; null where it has not. To be shown once, when it is saved.</summary>
    public string? CreatedSecret { get; private set; }

    /// <summary>Addresses of a mail, with commas or lines between.</summary>
    public string To { get; set; } = "";

    /// <summary>Those that get a copy.</summary>
    public string Cc { get; set; } = "";

    /// <summary>In which texts are written; empty: as usual.</summary>
    public string Language { get; set; } = "";

    /// <summary>Of Telegram: a number, or the name of a public chat with its @.</summary>
    public string ChatId { get; set; } = "";

    /// <summary>Of a bot of Telegram; empty: as it was.</summary>
    public string Token { get; set; } = "";

    /// <summary>Of an integration of PagerDuty; empty: as it was.</summary>
    public string RoutingKey { get; set; } = "";

    /// <summary>Whether there is a secret already, of this type, which is kept unless another is entered.</summary>
    public bool KeepsSecret => _present?.Type == Type;

    /// <summary>Where a chat is posted to that is kept; null where there is none.</summary>
    public string? KeptOrigin => KeepsSecret && IsChat ? _present?.Url : null;

    /// <summary>Whether its address is a secret.</summary>
    public bool IsChat => Type is SubscriptionChannel.Slack or SubscriptionChannel.Teams;

    /// <summary>Changes the type. What addresses and secrets of another are would be wrong here.</summary>
    public void Choose(string type)
    {
        Type = type;
        Url = KeepsSecret && !IsChat ? _present?.Url ?? "" : "";
        Secret = KeepsSecret ? SecretChoice.Kept : SecretChoice.Created;
    }

    /// <summary>What is put. A secret that is to be created is made once: whoever sends again sends the same.</summary>
    public ChannelBody ToBody() => Type switch
    {
        SubscriptionChannel.Webhook => new ChannelBody
        {
            Type = Type,
            Url = Stated(Url),
            Format = Format,
            Secret = Secret switch
            {
                SecretChoice.Created => CreatedSecret ??= CreateSecret(),
                SecretChoice.Typed => TypedSecret.Trim(),
                _ => null,
            },
            PreviousSecret = Secret == SecretChoice.Kept ? null : Stated(PreviousSecret),
        },
        SubscriptionChannel.Email => new ChannelBody
        {
            Type = Type,
            To = CodeList.Parse(To),
            Cc = CodeList.Parse(Cc) is { Count: > 0 } copies ? copies : null,
            Language = Stated(Language),
        },
        SubscriptionChannel.Telegram => new ChannelBody
        {
            Type = Type,
            ChatId = Stated(ChatId),
            Token = Stated(Token),
            Language = Stated(Language),
        },
        SubscriptionChannel.PagerDuty => new ChannelBody
        {
            Type = Type,
            RoutingKey = Stated(RoutingKey),
            Url = Stated(Url),
            Language = Stated(Language),
        },
        _ => new ChannelBody { Type = Type, Url = Stated(Url), Language = Stated(Language) },
    };

    private static string? Stated(string text) => text.Trim() is { Length: > 0 } stated ? stated : null;

    private static string CreateSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
}

/// <summary>Where the secret of a webhook comes from.</summary>
public enum SecretChoice
{
    /// <summary>It stays as it was.</summary>
    Kept,

    /// <summary>The console makes one, and shows it once.</summary>
    Created,

    /// <summary>Somebody types it.</summary>
    Typed,
}
