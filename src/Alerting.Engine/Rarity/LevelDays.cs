using Alerting.Engine.Wire;
using Alerting.Regions;

namespace Alerting.Engine.Rarity;

/// <summary>The highest computed level of each UTC day. Days at the lowest level have no number.</summary>
internal sealed class LevelDays
{
    /// <summary>The days up to this one are noted.</summary>
    private int _noted;

    public DayNumbers Numbers { get; } = new();

    /// <summary>The level has been this one until now.</summary>
    public void NoteThrough(ThreatLevel level, long now)
    {
        var today = UtcDay.Of(now);
        if (level > ThreatLevel.Low)
        {
            for (var day = Math.Max(_noted, today - DayNumbers.MaxKept); day <= today; day++)
            {
                Numbers.Note(day, (int)level);
            }
        }

        _noted = today;
        Numbers.Trim(now);
    }

    /// <summary>The level changes.</summary>
    public void Change(ThreatLevel from, ThreatLevel to, long now)
    {
        NoteThrough(from, now);
        NoteThrough(to, now);
    }

    public void SetBack(long to)
    {
        Numbers.SetBack(to);
        _noted = Math.Min(_noted, UtcDay.Of(to));
    }

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)_noted);
        Numbers.Save(writer);
    }

    public void Restore(WireReader reader)
    {
        _noted = (int)reader.Unsigned();
        Numbers.Restore(reader);
    }

    /// <summary>Nothing is known of the days before this instant.</summary>
    public void Begin(long now) => _noted = UtcDay.Of(now);
}
