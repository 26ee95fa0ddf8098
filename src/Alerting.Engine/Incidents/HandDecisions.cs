using Alerting.Engine.Wire;
using Alerting.Incidents;

namespace Alerting.Engine.Incidents;

/// <summary>
/// What operators have settled of the incidents of a region by hand. It goes by ids and not by what is in memory, so that it
/// holds for reports that come later, and for incidents that are archived or gone for the moment.
/// </summary>
internal sealed class HandDecisions
{
    private static readonly Comparer<(string, string)> s_ordinal = Comparer<(string First, string Second)>.Create(static (a, b) =>
        string.CompareOrdinal(a.First, b.First) is not 0 and var order ? order : string.CompareOrdinal(a.Second, b.Second));

    /// <summary>What nearly all regions have, in which nobody has settled anything: never changed.</summary>
    private static readonly Tables s_none = new();

    private Tables _known = s_none;

    /// <summary>Tables of its own, which may be changed.</summary>
    private Tables Made => ReferenceEquals(_known, s_none) ? _known = new Tables() : _known;

    /// <summary>Whether nothing was ever settled, which is what most regions know.</summary>
    public bool IsEmpty => _known.Joined.Count == 0 && _known.Taken.Count == 0 && _known.Apart.Count == 0;

    /// <summary>The id under which an incident is known now: its own, or that of the one that it was joined to.</summary>
    public string Resolve(string id)
    {
        while (_known.Joined.TryGetValue(id, out var joined))
        {
            id = joined.Into;
        }

        return id;
    }

    /// <summary>Who joined an incident to another; null where nobody did.</summary>
    public HandDecision? JoinOf(string id) => _known.Joined.TryGetValue(id, out var joined) ? joined.Decision : null;

    /// <summary>The ids of the incidents that were joined to another one.</summary>
    public IEnumerable<string> Joined => _known.Joined.Keys;

    /// <summary>What was settled of an incident, which is known under this id: what is of it, and then what is not.</summary>
    public IEnumerable<SettledIncident> Of(string id)
    {
        foreach (var (other, joined) in _known.Joined)
        {
            if (Resolve(other) == id)
            {
                yield return Tell(other, isJoined: true, joined.Decision);
            }
        }

        foreach (var ((first, second), decision) in _known.Apart)
        {
            var (one, two) = (Resolve(first), Resolve(second));
            if (one != two && (one == id || two == id))
            {
                yield return Tell(one == id ? two : one, isJoined: false, decision);
            }
        }

        static SettledIncident Tell(string other, bool isJoined, HandDecision decision) =>
            new(
                other,
                isJoined ? IncidentVerdict.Joined : IncidentVerdict.Parted,
                decision.By,
                Instants.FromTicks(decision.At),
                decision.Reason);
    }

    /// <summary>Whether any decision mentions an incident.</summary>
    public bool Knows(string id) =>
        _known.Joined.ContainsKey(id) || _known.Joined.Values.Any(joined => joined.Into == id)
            || _known.Taken.Values.Any(taken => taken.Into == id)
            || _known.Apart.Keys.Any(pair => pair.First == id || pair.Second == id);

    /// <summary>Where a report that was taken out of its incident is instead; null for others.</summary>
    public (string OutOf, string Into, HandDecision Decision)? TakenOut(string source, string reportId) =>
        _known.Taken.TryGetValue((source, reportId), out var taken) ? taken : null;

    /// <summary>The incidents that an incident is not, in ordinal order.</summary>
    public IReadOnlyList<string> OthersOf(string id) => _known.Others.GetValueOrDefault(id) ?? [];

    /// <summary>One incident, which is known under its own id, is another one from now on.</summary>
    public void Join(string id, string into, HandDecision decision)
    {
        Made.Joined.Add(id, (into, decision));
        IndexOthers();
    }

    /// <summary>Two incidents are two from now on, whichever of them was joined to the other, or both to a third.</summary>
    public void Part(string one, string other, HandDecision decision)
    {
        while (Resolve(one) is var root && root == Resolve(other))
        {
            // The one that does not stand between the other and what both were joined to.
            _known.Joined.Remove(IsBetween(other, one) || one == root ? other : one);
        }

        (one, other) = (Resolve(one), Resolve(other));
        Made.Apart[string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one)] = decision;
        IndexOthers();
    }

    /// <summary>A report is in another incident than that which it was taken out of from now on.</summary>
    public void TakeOut(string source, string reportId, string outOf, string into, HandDecision decision)
    {
        Made.Taken[(source, reportId)] = (outOf, into, decision);
        Part(outOf, into, decision);
    }

    /// <summary>Forgets what was decided before an instant, UTC ticks, of incidents that are gone.</summary>
    public void Forget(long before, Func<string, bool> isKnown)
    {
        foreach (var (id, joined) in _known.Joined.ToList())
        {
            if (joined.Decision.At < before && !isKnown(Resolve(id)))
            {
                _known.Joined.Remove(id);
            }
        }

        foreach (var (report, taken) in _known.Taken.ToList())
        {
            if (taken.Decision.At < before && !isKnown(Resolve(taken.Into)) && !isKnown(Resolve(taken.OutOf)))
            {
                _known.Taken.Remove(report);
            }
        }

        foreach (var (pair, decision) in _known.Apart.ToList())
        {
            if (decision.At < before && !(isKnown(Resolve(pair.First)) && isKnown(Resolve(pair.Second))))
            {
                _known.Apart.Remove(pair);
            }
        }

        IndexOthers();
    }

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)_known.Joined.Count);
        foreach (var (id, (into, decision)) in _known.Joined)
        {
            writer.Unique(id);
            writer.Unique(into);
            Write(writer, decision);
        }

        writer.Unsigned((ulong)_known.Taken.Count);
        foreach (var ((source, reportId), (outOf, into, decision)) in _known.Taken)
        {
            writer.Unique(source);
            writer.Unique(reportId);
            writer.Unique(outOf);
            writer.Unique(into);
            Write(writer, decision);
        }

        writer.Unsigned((ulong)_known.Apart.Count);
        foreach (var ((first, second), decision) in _known.Apart)
        {
            writer.Unique(first);
            writer.Unique(second);
            Write(writer, decision);
        }
    }

    public void Restore(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            Made.Joined.Add(reader.Unique(), (reader.Unique(), ReadDecision(reader)));
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            Made.Taken.Add((reader.Unique(), reader.Unique()), (reader.Unique(), reader.Unique(), ReadDecision(reader)));
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            Made.Apart.Add((reader.Unique(), reader.Unique()), ReadDecision(reader));
        }

        IndexOthers();
    }

    public static void Write(WireWriter writer, HandDecision decision)
    {
        writer.Unique(decision.By);
        writer.Fixed(decision.At);
        writer.Shared(decision.Reason);
    }

    public static HandDecision ReadDecision(WireReader reader) => new(reader.Unique(), reader.Fixed(), reader.SharedOrNull());

    /// <summary>Whether one incident leads to another by the incidents that it was joined to.</summary>
    private bool IsBetween(string from, string through)
    {
        for (var id = from; _known.Joined.TryGetValue(id, out var joined); id = joined.Into)
        {
            if (joined.Into == through)
            {
                return true;
            }
        }

        return false;
    }

    private void IndexOthers()
    {
        if (ReferenceEquals(_known, s_none))
        {
            return;
        }

        _known.Others.Clear();
        foreach (var (first, second) in _known.Apart.Keys)
        {
            var (one, other) = (Resolve(first), Resolve(second));
            if (one != other)
            {
                Note(one, other);
                Note(other, one);
            }
        }

        void Note(string id, string other)
        {
            var others = _known.Others.TryGetValue(id, out var known) ? known : Made.Others[id] = [];
            var at = others.BinarySearch(other, StringComparer.Ordinal);
            if (at < 0)
            {
                others.Insert(~at, other);
            }
        }
    }

    private sealed class Tables
    {
        /// <summary>Incidents that are another one, by their ids; that may be another one itself, but never in a circle.</summary>
        public SortedDictionary<string, (string Into, HandDecision Decision)> Joined { get; } = new(StringComparer.Ordinal);

        /// <summary>Reports that were taken out of an incident, and the ids of those which they are in instead.</summary>
        public SortedDictionary<(string Source, string ReportId), (string OutOf, string Into, HandDecision Decision)> Taken { get; } =
            new(s_ordinal);

        /// <summary>Pairs that are two, the smaller id first.</summary>
        public SortedDictionary<(string First, string Second), HandDecision> Apart { get; } = new(s_ordinal);

        /// <summary>For each incident, those that it is not, all by the ids under which they are known now.</summary>
        public Dictionary<string, List<string>> Others { get; } = new(StringComparer.Ordinal);
    }
}
