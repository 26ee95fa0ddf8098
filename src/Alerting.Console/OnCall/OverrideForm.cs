using Alerting.Console.Shown.Calendars;
using Alerting.Console.Shown.Forms;
using Alerting.OnCall;

namespace Alerting.Console.OnCall;

/// <summary>Somebody takes over for a time, as people fill it in.</summary>
public sealed class OverrideForm
{
    private LocalInstant _from = new();
    private LocalInstant _to = new();

    /// <summary>Id of who takes over.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Local time of the viewer.</summary>
    public DateTime? From
    {
        get => _from.Local;
        set => _from.Local = value;
    }

    /// <summary>Local time of the viewer.</summary>
    public DateTime? To
    {
        get => _to.Local;
        set => _to.Local = value;
    }

    /// <summary>To change one that is there.</summary>
    internal static OverrideForm Of(ScheduleOverride one, TimeZoneInfo viewer) => new()
    {
        Contact = one.Contact,
        _from = new LocalInstant(one.From, viewer),
        _to = new LocalInstant(one.To, viewer),
    };

    /// <summary>Whether it is of no effect any more.</summary>
    internal bool IsOver(DateTimeOffset now, TimeZoneInfo viewer) => _to.Read(viewer) <= now;

    /// <param name="otherwise">When it begins where nothing is entered; null: that must be.</param>
    internal ScheduleOverrideBody ToBody(FormReader reader, string path, TimeZoneInfo viewer, DateTimeOffset? otherwise = null)
    {
        if (Contact.Length == 0)
        {
            reader.AddMissing(ScheduleTexts.Contact.Below(path).Path, Spoken.Of("Say who."));
        }

        return new ScheduleOverrideBody
        {
            Contact = Contact,
            From = reader.Required(ScheduleTexts.From.Below(path).Path, _from.Read(viewer) ?? otherwise),
            To = reader.Required(ScheduleTexts.To.Below(path).Path, _to.Read(viewer)),
        };
    }
}
