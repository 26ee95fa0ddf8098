using Alerting.Console.Shown;
using Alerting.Console.Shown.Calendars;
using Alerting.Console.Shown.Forms;
using Alerting.OnCall;

namespace Alerting.Console.OnCall;

/// <summary>A schedule as people fill it in.</summary>
public sealed class ScheduleForm
{
    private ScheduleForm(TimeZoneInfo viewer) => Viewer = viewer;

    /// <summary>Of whoever fills it in: overrides are entered in its times.</summary>
    public TimeZoneInfo Viewer { get; }

    /// <summary>Whether it is to be created.</summary>
    public bool IsNew { get; private init; }

    /// <summary>As in its address.</summary>
    public string Id { get; set; } = "";

    /// <summary>Name of the zone in which turns change.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>Of several that have somebody the last counts.</summary>
    public IList<LayerForm> Layers { get; } = [];

    /// <summary>Of several the last counts.</summary>
    public IList<OverrideForm> Overrides { get; } = [];

    /// <summary>Codes with commas between; empty: all.</summary>
    public string Regions { get; set; } = "";

    /// <summary>For a new one, of one layer that begins today.</summary>
    /// <param name="now">The present.</param>
    /// <param name="viewer">Zone of whoever fills it in.</param>
    public static ScheduleForm New(DateTimeOffset now, TimeZoneInfo viewer)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return new ScheduleForm(viewer)
        {
            IsNew = true,
            TimeZone = viewer.Id,
            Layers = { LayerForm.New(TimeZoneInfo.ConvertTime(now, viewer).Date) },
        };
    }

    /// <summary>To change one that is there.</summary>
    /// <param name="viewer">Zone of whoever changes it.</param>
    public static ScheduleForm Of(ScheduleView view, TimeZoneInfo viewer)
    {
        ArgumentNullException.ThrowIfNull(view);
        var form = new ScheduleForm(viewer) { Id = view.Id, TimeZone = view.TimeZone, Regions = CodeList.Format(view.Regions) };
        var zone = LocalTime.Zone(view.TimeZone) ?? TimeZoneInfo.Utc;
        foreach (var layer in view.Layers)
        {
            form.Layers.Add(LayerForm.Of(layer, zone));
        }

        foreach (var one in view.Overrides)
        {
            form.Overrides.Add(OverrideForm.Of(one, viewer));
        }

        return form;
    }

    /// <summary>What is put.</summary>
    /// <param name="reader">Is told of what cannot be read.</param>
    internal ScheduleBody ToBody(FormReader reader)
    {
        var zone = LocalTime.Zone(TimeZone.Trim());
        if (zone is null)
        {
            reader.Add(ScheduleTexts.TimeZone.Path, Spoken.Of("There is no such time zone; a name such as Asia/Baghdad is expected."));
        }

        return new ScheduleBody
        {
            TimeZone = TimeZone.Trim(),
            Layers = [.. Layers.Select((layer, place) => layer.ToBody(reader, LayerPath(place), zone ?? TimeZoneInfo.Utc))],
            Overrides = [.. Overrides.Select((one, place) => one.ToBody(reader, OverridePath(place), Viewer))],
            Regions = CodeList.Parse(Regions),
        };
    }

    /// <summary>JSON path of a layer.</summary>
    internal static string LayerPath(int place) => $"$.layers[{FormReader.Text(place)}]";

    /// <summary>JSON path of an override.</summary>
    internal static string OverridePath(int place) => $"$.overrides[{FormReader.Text(place)}]";
}

/// <summary>Contacts that take turns, as people fill it in.</summary>
public sealed class LayerForm
{
    private LocalInstant _start = new();

    /// <summary>Ids, in the order of their turns.</summary>
    public IList<string> Contacts { get; } = [];

    /// <summary>When the first turn begins: local time of the schedule.</summary>
    public DateTime? StartsAt
    {
        get => _start.Local;
        set => _start.Local = value;
    }

    /// <summary>How long a turn is.</summary>
    public string Shift { get; set; } = "P1W";

    /// <summary>Part of each day; empty: all of it.</summary>
    public string Between { get; set; } = "";

    /// <summary>For a new one.</summary>
    /// <param name="startsAt">Local time of the schedule.</param>
    public static LayerForm New(DateTime startsAt) => new() { StartsAt = startsAt };

    /// <summary>To change one that is there.</summary>
    internal static LayerForm Of(ScheduleLayer layer, TimeZoneInfo zone)
    {
        var form = new LayerForm
        {
            _start = new LocalInstant(layer.StartsAt, zone),
            Shift = layer.Shift.ToString(),
            Between = layer.Between ?? "",
        };
        foreach (var contact in layer.Contacts)
        {
            form.Contacts.Add(contact);
        }

        return form;
    }

    internal ScheduleLayerBody ToBody(FormReader reader, string path, TimeZoneInfo zone)
    {
        if (Contacts.Count == 0)
        {
            reader.AddMissing(ScheduleTexts.Contacts.Below(path).Path, Spoken.Of("Name a contact or more."));
        }

        var shift = ScheduleTexts.Shift.Below(path).Path;
        return new ScheduleLayerBody
        {
            Contacts = [.. Contacts],
            StartsAt = reader.Required(ScheduleTexts.StartsAt.Below(path).Path, _start.Read(zone)),
            Shift = reader.Required(shift, reader.Length(shift, Shift)),
            Between = Between.Trim() is { Length: > 0 } between ? between.Replace(" ", "", StringComparison.Ordinal) : null,
        };
    }
}
