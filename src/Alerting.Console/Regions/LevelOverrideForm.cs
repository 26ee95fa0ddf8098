using Alerting.Console.Shown.Calendars;
using Alerting.Console.Shown.Forms;
using Alerting.Regions;

namespace Alerting.Console.Regions;

/// <summary>A level that is set by hand, as people fill it in.</summary>
public sealed class LevelOverrideForm
{
    private readonly LocalInstant _expires;

    /// <summary>A new one.</summary>
    /// <param name="level">Which the region shows now.</param>
    public LevelOverrideForm(ThreatLevel level) => (Level, _expires) = (level, new LocalInstant());

    /// <summary>To change one that is there.</summary>
    /// <param name="held">As it stands.</param>
    /// <param name="viewer">Whose clocks the time is on.</param>
    public LevelOverrideForm(OverrideView held, TimeZoneInfo viewer)
    {
        ArgumentNullException.ThrowIfNull(held);
        (Level, Reason) = (held.Level, held.Reason);
        _expires = held.ExpiresAt is { } at ? new LocalInstant(at, viewer) : new LocalInstant();
    }

    /// <summary>What the region is to show.</summary>
    public ThreatLevel Level { get; set; }

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Local time of the viewer; null: until somebody ends it.</summary>
    public DateTime? ExpiresAt
    {
        get => _expires.Local;
        set => _expires.Local = value;
    }

    /// <summary>What is put.</summary>
    /// <param name="reader">Told what is missing.</param>
    /// <param name="viewer">Whose clocks the time is on.</param>
    public OverrideBody ToBody(FormReader reader, TimeZoneInfo viewer)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (Reason.Trim().Length == 0)
        {
            reader.AddMissing(OverrideTexts.Reason.Path, Spoken.Of("Say why."));
        }

        return new OverrideBody { Level = Level, Reason = Reason.Trim(), ExpiresAt = _expires.Read(viewer) };
    }
}
