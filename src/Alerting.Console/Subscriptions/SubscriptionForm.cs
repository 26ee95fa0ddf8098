using Alerting.Alerts;
using Alerting.Console.Shown;
using Alerting.Console.Shown.Forms;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Console.Subscriptions;

/// <summary>A subscription as people fill it in.</summary>
public sealed class SubscriptionForm
{
    /// <summary>As in its address.</summary>
    public string Id { get; set; } = "";

    /// <summary>For people; empty: the id.</summary>
    public string Name { get; set; } = "";

    /// <summary>How and where it is told.</summary>
    public ChannelForm Channel { get; private init; } = new();

    /// <summary>Template of its own for titles; empty: the one built in.</summary>
    public string Title { get; set; } = "";

    /// <summary>Template of its own for texts; empty: the one built in.</summary>
    public string Text { get; set; } = "";

    /// <summary>Whether people read texts of it, or it has some of its own.</summary>
    public bool HasTexts => Channel.Type != SubscriptionChannel.Webhook || Title.Length > 0 || Text.Length > 0;

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

    /// <summary>How much it is told, and how.</summary>
    public DeliveryForm Delivery { get; private init; } = new();

    /// <summary>A disabled one is sent nothing until it is enabled.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether it may name what is not there yet.</summary>
    public bool AllowUnknown { get; set; }

    /// <summary>Id of the key to which it is handed over; empty: it stays whose it is.</summary>
    public string Owner { get; set; } = "";

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
            Channel = new ChannelForm(view.Channel),
            Title = view.Template?.Title ?? "",
            Text = view.Template?.Text ?? "",
            Regions = CodeList.Format(view.Regions),
            MinSeverity = view.MinSeverity,
            Area = AreaForm.Of(view.Area),
            Delivery = DeliveryForm.Of(view.Delivery),
            Enabled = view.Enabled,
            AllowUnknown = view.AllowUnknown,
        };
        form.Thresholds.UnionWith(view.Thresholds);
        form.Redact.UnionWith(view.Redact);
        form.Changes.Clear();
        form.Changes.UnionWith(view.Changes.Count == 0 ? Enum.GetValues<AlertChange>() : view.Changes);
        return form;
    }

    /// <summary>What is put.</summary>
    /// <param name="reader">Is told of what cannot be read.</param>
    /// <exception cref="FormatException">The area is not what it must be.</exception>
    internal SubscriptionBody ToBody(FormReader reader) => new()
    {
        Name = Name.Trim() is { Length: > 0 } name ? name : null,
        Regions = CodeList.Parse(Regions),
        MinSeverity = MinSeverity,
        Thresholds = [.. Thresholds.Order(StringComparer.Ordinal)],
        Changes = [.. Changes.Order()],
        Redact = [.. Redact.Order()],
        Area = Area.ToArea(),
        Delivery = Delivery.ToBody(reader),
        Template = Template(),
        Channel = Channel.ToBody(),
        Enabled = Enabled,
        AllowUnknown = AllowUnknown,
        // Not the one it has: one whose key was revoked cannot be named, and whoever puts the subscription then stands for it.
        Owner = Owner.Trim() is { Length: > 0 } owner ? owner : null,
    };

    private MessageTemplate? Template() => string.IsNullOrWhiteSpace(Title + Text) ? null : new()
    {
        Title = string.IsNullOrWhiteSpace(Title) ? null : Title,
        Text = string.IsNullOrWhiteSpace(Text) ? null : Text,
    };
}
