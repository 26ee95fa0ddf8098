using Alerting.Console.Shown;
using Alerting.Console.Shown.Forms;
using Alerting.Console.Subscriptions;
using Alerting.OnCall;
using Alerting.Subscriptions;

namespace Alerting.Console.OnCall;

/// <summary>A contact as people fill it in.</summary>
public sealed class ContactForm
{
    /// <summary>Whether it is to be created.</summary>
    public bool IsNew { get; private init; } = true;

    /// <summary>As in its address.</summary>
    public string Id { get; set; } = "";

    /// <summary>As people know it.</summary>
    public string Name { get; set; } = "";

    /// <summary>How it is called: by all of them at once.</summary>
    public IList<ChannelForm> Channels { get; private init; } = [new ChannelForm { Type = SubscriptionChannel.Email }];

    /// <summary>Codes with commas between; empty: all.</summary>
    public string Regions { get; set; } = "";

    /// <summary>To change one that is there.</summary>
    public static ContactForm Of(ContactView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ContactForm
        {
            IsNew = false,
            Id = view.Id,
            Name = view.Name,
            Channels = [.. view.Channels.Select(static channel => new ChannelForm(channel))],
            Regions = CodeList.Format(view.Regions),
        };
    }

    /// <summary>What is put.</summary>
    internal ContactBody ToBody() => new()
    {
        Name = Name.Trim(),
        Channels = [.. Channels.Select(static channel => channel.ToBody())],
        Regions = CodeList.Parse(Regions),
    };

    /// <summary>JSON path of a channel.</summary>
    internal static string ChannelPath(int place) => $"$.channels[{FormReader.Text(place)}]";
}
