using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>The computed level of a region with its hysteresis (section 3), and what it was at every instant so far.</summary>
internal sealed class NaiveLevels(EngineOptions options)
{
    private readonly List<(long From, ThreatLevel Level)> _history = [(long.MinValue, ThreatLevel.Low)];

    /// <summary>The highest level of each day, and the day up to which that is known.</summary>
    private readonly Dictionary<long, ThreatLevel> _days = [];
    private long _dayOfNow = -1;

    public ThreatLevel Computed => _history[^1].Level;

    /// <summary>Instants from which on a level held, the first before all time; of several at one instant the last holds.</summary>
    public IReadOnlyList<(long From, ThreatLevel Level)> History => _history;

    public double Score(IEnumerable<Incident> own, long at) =>
        own.Sum(i => i.Weight * Math.Pow(2, -(double)(at - i.OccurredAt) / options.HalfLife.Ticks));

    /// <summary>Lets the level rise or fall to what the score at an instant asks for.</summary>
    public void Settle(IReadOnlyList<Incident> own, long now)
    {
        var score = Score(own, now);
        var reached = ThreatLevel.Low;
        for (var level = ThreatLevel.Moderate; level <= ThreatLevel.Critical; level++)
        {
            if (Bound(level) <= score)
            {
                reached = level;
            }
        }

        Pass(now);
        if (reached > Computed || (Computed > ThreatLevel.Low && score < FallsBelow))
        {
            _history.Add((now, reached));
        }

        Pass(now);
    }

    /// <summary>The highest level of a day up to now.</summary>
    public double OfDay(long day) => (int)_days.GetValueOrDefault(day, ThreatLevel.Low);

    /// <summary>The level has been what it is until now.</summary>
    public void Pass(long now)
    {
        var today = now / TimeSpan.TicksPerDay;
        for (var day = _dayOfNow < 0 ? today : _dayOfNow; day <= today; day++)
        {
            _days[day] = (ThreatLevel)Math.Max((int)Computed, (int)_days.GetValueOrDefault(day, ThreatLevel.Low));
        }

        _dayOfNow = today;
    }

    /// <summary>
    /// The clock is set back: the region was at the highest of the levels of later just before that instant, and is at
    /// the last of them from then on.
    /// </summary>
    public void SetBack(long to)
    {
        var last = to / TimeSpan.TicksPerDay;
        foreach (var (day, level) in _days.Where(d => d.Key > last).ToList())
        {
            _days.Remove(day);
            _days[last] = (ThreatLevel)Math.Max((int)level, (int)_days.GetValueOrDefault(last, ThreatLevel.Low));
        }

        _dayOfNow = Math.Min(_dayOfNow, last);
        var later = _history.Where(h => h.From >= to).ToList();
        if (later.Count > 0)
        {
            var highest = later.Append(_history.Last(h => h.From < to)).Max(h => h.Level);
            _history.RemoveAll(h => h.From >= to - 1);
            _history.Add((to - 1, highest));
            _history.Add((to, later[^1].Level));
        }
    }

    /// <summary>The first tick after <paramref name="now"/> at which the level falls if no fact is added.</summary>
    public long? NextFall(IReadOnlyList<Incident> own, long now)
    {
        if (Computed == ThreatLevel.Low)
        {
            return null;
        }

        var at = now + (long)(options.HalfLife.Ticks * Math.Log2(Score(own, now) / FallsBelow));
        while (Score(own, at) >= FallsBelow)
        {
            at++;
        }

        while (Score(own, at - 1) < FallsBelow)
        {
            at--;
        }

        return at;
    }

    private double FallsBelow => options.FallBelow * Bound(Computed);

    private double Bound(ThreatLevel level) => options.LevelBounds[(int)level - 2];
}
