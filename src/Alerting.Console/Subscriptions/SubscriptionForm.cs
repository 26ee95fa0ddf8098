using System.Security.Cryptography;
using Alerting.Alerts;
using Alerting.Console.Shown;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Console.Subscriptions;

/// <summary>A subscription as people fill it in.</summary>
public sealed class SubscriptionForm
{
    private const int SecretBytes = 32;

    /// <summary>As in its address.</summary>
    public string Id { get; set; } = "";

    /// <summary>For people; empty: the id.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where messages are posted to.</summary>
    public string Url { get; set; } = "";

    /// <summary>The settings that it has; null for a new one.</summary>
    public ChannelView? Channel { get; private init; }

    /// <summary>Texts of its own, which have no field here; null: those built in.</summary>
    public MessageTemplate? Template { get; private init; }

    /// <summary>Whether it is told by a webhook, whose settings have fields.</summary>
    public bool IsWebhook => Channel is null or { Type: SubscriptionChannel.Webhook };

    /// <summary>Codes with commas between; empty: all.</summary>
    public string Regions { get; set; } = "";

    /// <summary>Alerts below it are not told.</summary>
    public Severity MinSeverity { get; set; } = Severity.Notice;

    /// <summary>Ids; none: all.</summary>
    public HashSet<string> Thresholds { get; } = new(StringComparer.Ordinal);

    /// <summary>At least one.</summary>
    public HashSet<AlertChange> Changes { get; } = [.. Subscription.DefaultChanges];

    /// <summary>What of the evidence is left out.</summary>
    public HashSet<Redaction> Redact { get; } = [];

    /// <summary>Where evidence has to lie.</summary>
    public AreaForm Area { get; private init; } = new();

    /// <summary>One alarm a story.</summary>
    public bool PerStory { get; set; }

    /// <summary>A disabled one is sent nothing until it is enabled.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether it may name what is not there yet.</summary>
    public bool AllowUnknown { get; set; }

    /// <summary>Id of the key to which it is handed over; empty: it stays whose it is.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Where the secret comes from.</summary>
    public SecretChoice Secret { get; set; } = SecretChoice.Created;

    /// <summary>Where it is <see cref="SecretChoice.Typed"/>.</summary>
    public string TypedSecret { get; set; } = "";

    /// <summary>With which messages are signed as well while receivers learn the new one; empty: with none.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <summary>The secret that the console has made for it; null where it has not. To be shown once, when it is saved.</summary>
    public string? CreatedSecret { get; private set; }

    /// <summary>Whether it is to be created.</summary>
    public bool IsNew { get; private init; } = true;

    /// <summary>Whether nobody would be told anything.</summary>
    public bool TellsNothing => Changes.Count == 0;

    /// <summary>To change one that is there.</summary>
    public static SubscriptionForm Of(SubscriptionView view)
    {
        var form = new SubscriptionForm
        {
            IsNew = false,
            Id = view.Id,
            Name = view.Name,
            Url = view.Channel.Url ?? "",
            Channel = view.Channel,
            Template = view.Template,
            Regions = CodeList.Format(view.Regions),
            MinSeverity = view.MinSeverity,
            Area = AreaForm.Of(view.Area),
            PerStory = view.Delivery.PerStory,
            Enabled = view.Enabled,
            AllowUnknown = view.AllowUnknown,
            Secret = SecretChoice.Kept,
        };
        form.Thresholds.UnionWith(view.Thresholds);
        form.Redact.UnionWith(view.Redact);
        form.Changes.Clear();
        form.Changes.UnionWith(view.Changes.Count == 0 ? Enum.GetValues<AlertChange>() : view.Changes);
        return form;
    }

    /// <summary>What is put.</summary>
    /// <remarks>
    /// A secret that is to be created is made once: whoever has to correct a field and sends again sends the same.
    /// </remarks>
    /// <exception cref="FormatException">The area is not what it must be.</exception>
    public SubscriptionBody ToBody() => new()
    {
        Name = Name.Trim() is { Length: > 0 } name ? name : null,
        Regions = CodeList.Parse(Regions),
        MinSeverity = MinSeverity,
        Thresholds = [.. Thresholds.Order(StringComparer.Ordinal)],
        Changes = [.. Changes.Order()],
        Redact = [.. Redact.Order()],
        Area = Area.ToArea(),
        Delivery = new DeliveryBody { PerStory = PerStory },
        Template = Template,
        Channel = ChannelBody(),
        Enabled = Enabled,
        AllowUnknown = AllowUnknown,
        // Not the one it has: one whose key was revoked cannot be named, and whoever puts the subscription then stands for it.
        Owner = Owner.Trim() is { Length: > 0 } owner ? owner : null,
    };

    /// <summary>Of a type that has no fields here the settings as they are: the secrets stay.</summary>
    private ChannelBody ChannelBody() => new()
    {
        Type = Channel?.Type ?? SubscriptionChannel.Webhook,
        Url = Url.Trim() is { Length: > 0 } url ? url : null,
        Format = Channel?.Format,
        To = Channel?.To,
        Cc = Channel?.Cc,
        Language = Channel?.Language,
        ChatId = Channel?.ChatId,
        Secret = !IsWebhook ? null : Secret switch
        {
            SecretChoice.Created => CreatedSecret ??= CreateSecret(),
            SecretChoice.Typed => TypedSecret.Trim(),
            _ => null,
        },
        PreviousSecret = Secret != SecretChoice.Kept && PreviousSecret.Trim() is { Length: > 0 } previous ? previous : null,
    };

    private static string CreateSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
}

/// <summary>Where the secret of a subscription comes from.</summary>
public enum SecretChoice
{
    /// <summary>It stays as it was.</summary>
    Kept,

    /// <summary>The console makes one, and shows it once.</summary>
    Created,

    /// <summary>Somebody types it.</summary>
    Typed,
}
