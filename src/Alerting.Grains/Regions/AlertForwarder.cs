using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>Forwards the alert revisions of a region to the ledger, entry by entry of the region's log.</summary>
internal sealed class AlertForwarder : ILogHandler<IReadOnlyList<RegionRevisions>>
{
    private const int MaxBatches = 100;

    private readonly string _code;
    private readonly string _log;
    private readonly IAlertLedgerGrain _ledger;
    private readonly ILogStore _store;
    private readonly CancellationToken _stopping;
    private readonly LogFollower<IReadOnlyList<RegionRevisions>> _follower;

    /// <summary>Entries with revisions that the ledger may not have, in order; the last ones may not be durable yet.</summary>
    private readonly LinkedList<RegionRevisions> _pending = new();

    /// <summary>
    /// Sequences of such entries that are known from a snapshot, all before those of <see cref="_pending"/>; their
    /// revisions must be read from the log.
    /// </summary>
    private readonly List<long> _restored = [];

    private List<Alert> _open = [];
    private long _durable;

    /// <summary>Completes when the ledger has taken more; null while nobody waits for that.</summary>
    private TaskCompletionSource? _taken;

    /// <summary>Whether the recovery has found entries of which only the ledger knows whether it has them.</summary>
    private bool _mustAsk;

    public AlertForwarder(
        string code, string log, IAlertLedgerGrain ledger, ILogStore store, Backoff backoff, ILogger logger, CancellationToken stopping)
    {
        (_code, _log, _ledger, _store, _stopping) = (code, log, ledger, store, stopping);
        _follower = new(log, this, backoff, logger, stopping);
    }

    public bool IsBehind => _open.Count > 0 || _pending.Count > 0 || _restored.Count > 0;

    /// <summary>Sequence of the first entry that the ledger may not have; <see cref="long.MaxValue"/> when it has all.</summary>
    public long FirstNeeded => _restored.Count > 0 ? _restored[0] : _pending.First?.Value.Sequence ?? long.MaxValue;

    public string Consumer => "the ledger";

    public void Add(IReadOnlyList<Alert> revisions) => _open.AddRange(revisions);

    /// <summary>The open batch is closed and gets this sequence.</summary>
    public void Seal(long sequence)
    {
        if (_open.Count > 0)
        {
            _pending.AddLast(new RegionRevisions(sequence, _open));
            _open = [];
        }
    }

    public void Committed(long sequence)
    {
        _durable = sequence;
        Start();
    }

    /// <summary>The snapshot and the log up to this entry have been read.</summary>
    public void Recover(long committed)
    {
        _durable = committed;
        _mustAsk = IsBehind;
    }

    public void Replayed(RegionRevisions entry) => _pending.AddLast(entry);

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)(_restored.Count + _pending.Count));
        foreach (var sequence in _restored.Concat(_pending.Select(static entry => entry.Sequence)))
        {
            writer.Fixed(sequence);
        }
    }

    public void Restore(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            _restored.Add(reader.Fixed());
        }
    }

    /// <summary>Completes when the ledger has all revisions up to this entry, which is durable.</summary>
    /// <exception cref="TimeoutException">It has not taken them in this time; they are being forwarded on.</exception>
    public async Task ReachesAsync(long sequence, TimeSpan atMost, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        while (FirstNeeded <= sequence)
        {
            var rest = atMost - clock.GetElapsedTime(started);
            _taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _taken.Task.WaitAsync(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, clock, _stopping);
        }
    }

    /// <summary>The last revision of an alert of this region, which the ledger has; null: the ledger has none.</summary>
    public async Task<Alert?> LastAsync(string alertId) =>
        AlertIds.RegionOf(alertId) == _code ? await _ledger.GetAsync(alertId) : null;

    /// <summary>A revision of an alert as the ledger has it; null where it has been forgotten.</summary>
    /// <param name="alertId">Id of the alert.</param>
    /// <param name="number">Number of the revision, which the ledger has been reached by.</param>
    public async Task<Alert?> RevisionAsync(string alertId, int number) =>
        await _ledger.SelectRevisionsAsync(alertId, number - 1, 1) is [var seq]
        && await _ledger.ReadSelectedAsync([seq]) is [{ Alert: { } revision }] && revision.Revision == number
            ? revision
            : null;

    public void Start()
    {
        if (_pending.Count > 0 || _restored.Count > 0)
        {
            _follower.Start();
        }
    }

    /// <summary>Drops what the ledger has, and reads from the log what it does not have and memory does not hold.</summary>
    public async ValueTask<long> CatchUpAsync(long cursor)
    {
        if (!_mustAsk)
        {
            return cursor;
        }

        var known = await _ledger.CursorAsync(_code);
        var missing = new List<RegionRevisions>();
        foreach (var sequence in _restored.Where(sequence => sequence > known))
        {
            await foreach (var entry in _store.ReadAsync(_log, sequence, CancellationToken.None))
            {
                missing.Add(new RegionRevisions(entry.Sequence, RegionLogReader.Read(entry.Content()).Revisions));
                break;
            }
        }

        _mustAsk = false;
        _restored.Clear();
        Drop(known);
        missing.Reverse();
        missing.ForEach(entry => _pending.AddFirst(entry));
        return known;
    }

    public ValueTask<IReadOnlyList<RegionRevisions>?> ReadAsync(long cursor)
    {
        List<RegionRevisions> batches = [.. _pending.TakeWhile(entry => entry.Sequence <= _durable).Take(MaxBatches)];
        return new(batches.Count > 0 ? batches : null);
    }

    public Task<long> HandOverAsync(IReadOnlyList<RegionRevisions> news) => _ledger.AppendAsync(_code, news);

    public void Acknowledged(long cursor) => Drop(cursor);

    private void Drop(long cursor)
    {
        while (_pending.First is { } first && first.Value.Sequence <= cursor)
        {
            _pending.RemoveFirst();
        }

        _taken?.SetResult();
        _taken = null;
    }
}
