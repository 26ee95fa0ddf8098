using Alerting.Engine.Wire;
using Alerting.Regions;

namespace Alerting.Engine.Levels;

/// <summary>
/// Since when the computed level of a region has been below each level. A changed threshold needs the time before its
/// change, so this is kept for all levels and not only for those that a threshold names now. A level that rises and
/// falls within one instant has not risen.
/// </summary>
internal sealed class TimesBelow
{
    private const int Lowest = (int)ThreatLevel.Low;

    /// <summary>Before all event times: the level has been below ever since there are facts.</summary>
    private const long Always = 0;

    /// <summary>By level, from the second lowest on, since nothing is below the lowest.</summary>
    private readonly Below[] _levels = [.. Enumerable.Repeat(new Below(Always, long.MinValue, null), (int)ThreatLevel.Critical - Lowest)];

    /// <summary>Since when the level has been below a bound, UTC ticks; null while it is not.</summary>
    public long? Since(double bound)
    {
        var level = Math.Ceiling(bound);
        return level <= Lowest ? null : level > (int)ThreatLevel.Critical ? Always : _levels[(int)level - Lowest - 1].Since;
    }

    /// <summary>The level is this one from an instant on.</summary>
    public void Note(ThreatLevel level, long now)
    {
        for (var i = 0; i < _levels.Length; i++)
        {
            var (since, roseAt, before) = _levels[i];
            var isBelow = (int)level <= Lowest + i;
            if (!isBelow && since is not null)
            {
                _levels[i] = new Below(null, now, since);
            }
            else if (isBelow && since is null)
            {
                _levels[i] = new Below(roseAt == now ? before : now, roseAt, before);
            }
        }
    }

    /// <summary>The clock is set back: what rose and fell later did so at this instant, in the same order.</summary>
    public void SetBack(long to)
    {
        for (var i = 0; i < _levels.Length; i++)
        {
            var (since, roseAt, before) = _levels[i];
            _levels[i] = new Below(Earlier(since, to), Math.Min(roseAt, to - 1), Earlier(before, to));
        }
    }

    public void Save(WireWriter writer)
    {
        foreach (var (since, roseAt, before) in _levels)
        {
            writer.Fixed(since ?? long.MinValue);
            writer.Fixed(roseAt);
            writer.Fixed(before ?? long.MinValue);
        }
    }

    public void Restore(WireReader reader)
    {
        for (var i = 0; i < _levels.Length; i++)
        {
            _levels[i] = new Below(Instant(reader.Fixed()), reader.Fixed(), Instant(reader.Fixed()));
        }
    }

    /// <summary>
    /// Restores a snapshot of the former format, which stored this by threshold. A level for which no threshold
    /// stated it counts as below always, if the computed level is below it now.
    /// </summary>
    /// <param name="computed">The level now.</param>
    /// <param name="stated">Bounds of thresholds, and since when the level has been below them.</param>
    public void Restore(ThreatLevel computed, IEnumerable<(double Bound, long Since)> stated)
    {
        Note(computed, long.MinValue);
        foreach (var (bound, since) in stated)
        {
            var level = (int)Math.Ceiling(bound);
            if (level is > Lowest and <= (int)ThreatLevel.Critical && (int)computed < level)
            {
                _levels[level - Lowest - 1] = new Below(since, long.MinValue, null);
            }
        }
    }

    private static long? Earlier(long? at, long to) => at is { } known ? Math.Min(known, to) : null;

    private static long? Instant(long ticks) => ticks == long.MinValue ? null : ticks;

    /// <param name="Since">Null while the level is not below.</param>
    /// <param name="RoseAt">When the level last rose above it.</param>
    /// <param name="Before">Since when it had been below until then.</param>
    private readonly record struct Below(long? Since, long RoseAt, long? Before);
}
