using Alerting.Escalations;

namespace Alerting.Notifications.Escalations;

/// <summary>
/// What all escalations have read of the alert ledger, and whom they still have to call. No clock and no I/O: decisions (in the other
/// parts) give events, <see cref="Apply"/> turns them into state. Instants are UTC ticks.
/// </summary>
internal sealed partial class EscalationState
{
    /// <summary>So many escalations of alerts that have ended are kept; older ones are not shown any more.</summary>
    public const int MaxEnded = 10_000;

    private readonly Dictionary<(string Id, int Version), EscalationPolicy> _policies = [];
    private readonly SortedDictionary<string, PolicyInForce> _inForce = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Escalation>> _byAlert = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Escalation> _all = [];
    private readonly SortedDictionary<long, Escalation> _held = [];
    private readonly Queue<Escalation> _ended = [];
    private readonly EscalationSchedule _schedule = new();
    private long _lastOrder;
    private long _scannedTo;

    /// <summary>Beyond this it is said of a call that it is late.</summary>
    public static TimeSpan LateAfter { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Of a step of which nobody was reached for so long, nobody could be reached.</summary>
    public static TimeSpan UnreachedAfter { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The revision of the catalogue of policies that is adopted; -1 before the first.</summary>
    public long Revision { get; private set; } = -1;

    /// <summary>Whether the ledger is followed: from the first policy on.</summary>
    public bool Follows { get; private set; }

    /// <summary>The ledger is durably read up to here.</summary>
    public long ReadTo { get; private set; }

    /// <summary>The ledger is read up to here; beyond <see cref="ReadTo"/> nothing concerned an escalation.</summary>
    public long ScannedTo => Math.Max(ReadTo, _scannedTo);

    /// <summary>How many escalations there are whose alerts have not ended.</summary>
    public int OpenCount => _all.Count - _ended.Count;

    /// <summary>How many calls are being tried, or wait for their turn at the receiver.</summary>
    public int InFlight => _schedule.InFlight;

    /// <summary>The escalations of which something is held back, in the order in which they began.</summary>
    public IReadOnlyCollection<Escalation> Held => _held.Values;

    public static EscalationState FromSnapshot(EscalationSnapshot snapshot)
    {
        var state = new EscalationState { Revision = snapshot.Revision, Follows = snapshot.Follows, ReadTo = snapshot.ReadTo };
        foreach (var policy in snapshot.Policies)
        {
            state._policies[(policy.Id, policy.Version)] = policy.Definition;
        }

        // The newest version of an id is the one in force.
        foreach (var policy in snapshot.Policies.Where(policy => snapshot.InForce.Contains(policy.Id, StringComparer.Ordinal)))
        {
            if (!state._inForce.TryGetValue(policy.Id, out var known) || known.Version < policy.Version)
            {
                state._inForce[policy.Id] = policy;
            }
        }

        foreach (var entry in snapshot.Entries)
        {
            state.Add(Escalation.FromSnapshot(++state._lastOrder, entry));
        }

        return state;
    }

    public EscalationSnapshot ToSnapshot() => new(
        Revision, Follows, ReadTo, [.. _inForce.Keys],
        [.. Needed()
            .Select(key => new PolicyInForce(key.Id, key.Version, _policies[key]))
            .OrderBy(static policy => policy.Id, StringComparer.Ordinal).ThenBy(static policy => policy.Version)],
        [.. _ended.Concat(_all.Values.Where(static one => !one.HasEnded)).Select(static one => one.ToSnapshot())]);

    /// <summary>What users see of an alert's escalations, by policy.</summary>
    public IReadOnlyList<AlertEscalation> View(string alertId) =>
    [
        .. Of(alertId).Where(static one => one.Run > 0)
            .OrderBy(static one => one.Policy, StringComparer.Ordinal).Select(static one => one.ToView()),
    ];

    public void Apply(EscalationEvent change)
    {
        switch (change)
        {
            case PoliciesAdopted e:
                Adopted(e);
                break;
            case LedgerTaken e:
                ReadTo = Math.Max(ReadTo, e.ReadTo);
                break;
            case EscalationOpened e:
                var opened = new Escalation(++_lastOrder, e.AlertId, e.Policy, e.Version);
                opened.Apply(e);
                Add(opened);
                break;
            case EscalationChange e when Find(e.AlertId, e.Policy) is { } one:
                Changed(one, e);
                break;
            case EscalationChange:
                // It is too old to be kept; only a try of one of its calls may end so late.
                break;
            case EscalationsForgotten e:
                Forget(one => one.Seq < e.Below);
                break;
            default:
                throw new InvalidOperationException($"Escalations have no event {change.GetType().Name}.");
        }
    }

    /// <summary>Whether some policy is at work on an alert.</summary>
    public bool Concerns(string alertId) => _byAlert.ContainsKey(alertId);

    internal IReadOnlyList<Escalation> Of(string alertId) => _byAlert.TryGetValue(alertId, out var some) ? some : [];

    internal Escalation? Find(string alertId, string policy)
    {
        foreach (var one in Of(alertId))
        {
            if (one.Policy == policy)
            {
                return one;
            }
        }

        return null;
    }

    private EscalationPolicy PolicyOf(Escalation escalation) => _policies[(escalation.Policy, escalation.Version)];

    private void Add(Escalation escalation)
    {
        _all.Add(escalation.Order, escalation);
        if (!_byAlert.TryGetValue(escalation.AlertId, out var some))
        {
            _byAlert.Add(escalation.AlertId, some = []);
        }

        some.Add(escalation);
        if (escalation.HasEnded)
        {
            _ended.Enqueue(escalation);
        }

        Update(escalation);
    }

    private void Update(Escalation one)
    {
        _schedule.Update(one);
        if (one.HasHeld)
        {
            _held[one.Order] = one;
        }
        else
        {
            _held.Remove(one.Order);
        }
    }

    private void Changed(Escalation one, EscalationChange change)
    {
        var hadEnded = one.HasEnded;
        one.Apply(change);
        if (one.HasEnded && one.Run == 0)
        {
            // Nobody was ever to be called.
            Remove(one);
            return;
        }

        Update(one);
        if (one.HasEnded && !hadEnded)
        {
            _ended.Enqueue(one);
        }

        while (_ended.Count > MaxEnded && !_ended.Peek().IsToTell)
        {
            Remove(_ended.Dequeue());
        }
    }

    private void Adopted(PoliciesAdopted adopted)
    {
        Revision = adopted.Revision;
        if (adopted.StartAfter is { } startAfter && !Follows)
        {
            Follows = true;
            ReadTo = _scannedTo = startAfter;
        }

        _inForce.Clear();
        foreach (var policy in adopted.Policies)
        {
            _inForce[policy.Id] = policy;
            _policies[(policy.Id, policy.Version)] = policy.Definition;
        }

        var needed = Needed();
        foreach (var unneeded in _policies.Keys.Where(key => !needed.Contains(key)).ToList())
        {
            _policies.Remove(unneeded);
        }
    }

    private HashSet<(string Id, int Version)> Needed() =>
    [
        .. _inForce.Values.Select(static policy => (policy.Id, policy.Version)),
        .. _all.Values.Where(static one => !one.HasEnded).Select(static one => (one.Policy, one.Version)),
    ];

    private void Forget(Func<Escalation, bool> which)
    {
        var kept = _ended.ToList();
        _ended.Clear();
        foreach (var one in kept)
        {
            if (which(one) && !one.IsToTell)
            {
                Remove(one);
            }
            else
            {
                _ended.Enqueue(one);
            }
        }
    }

    private void Remove(Escalation one)
    {
        _all.Remove(one.Order);
        _held.Remove(one.Order);
        _schedule.Remove(one);
        var some = _byAlert[one.AlertId];
        some.Remove(one);
        if (some.Count == 0)
        {
            _byAlert.Remove(one.AlertId);
        }
    }
}
