using Alerting.Alerts;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>The hop of a region's alert revisions to the ledger.</summary>
internal sealed class LedgerHop
{
    private const int MostBatches = 100;

    private readonly string _code;
    private readonly string _log;
    private readonly IAlertLedgerGrain _ledger;
    private readonly ILogStore _store;
    private readonly HopPump _pump;

    /// <summary>Entries with revisions that the ledger may not have, in order; those not durable yet at the end.</summary>
    private readonly LinkedList<RegionRevisions> _pending = new();

    /// <summary>Sequences of such entries known from a snapshot; their revisions are in the log.</summary>
    private readonly List<long> _restored = [];

    private List<Alert> _open = [];
    private long _durable;

    public LedgerHop(string code, string log, IAlertLedgerGrain ledger, ILogStore store, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (_code, _log, _ledger, _store) = (code, log, ledger, store);
        _pump = new HopPump(log, "the ledger", SendAsync, clock, logger, stopping);
    }

    public bool IsBehind => _open.Count > 0 || _pending.Count > 0;

    /// <summary>The first entry of the log that the ledger may not have; <see cref="long.MaxValue"/> when it has all.</summary>
    public long FirstNeeded => _restored.Count > 0 ? _restored[0] : _pending.First?.Value.Sequence ?? long.MaxValue;

    public void Add(IReadOnlyList<Alert> revisions) => _open.AddRange(revisions);

    /// <summary>The open batch takes this sequence.</summary>
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

    /// <summary>Drops what the ledger has and reads back what only the log has, up to the entry that is durable.</summary>
    public async Task RecoverAsync(long committed, CancellationToken cancellationToken)
    {
        _durable = committed;
        if (_restored.Count == 0 && _pending.Count == 0)
        {
            return;
        }

        var cursor = await _ledger.CursorAsync(_code);
        while (_pending.First is { } first && first.Value.Sequence <= cursor)
        {
            _pending.RemoveFirst();
        }

        foreach (var sequence in Enumerable.Reverse(_restored))
        {
            if (sequence > cursor)
            {
                await foreach (var entry in _store.ReadAsync(_log, sequence, cancellationToken))
                {
                    var revisions = Engine.Regions.RegionLogReader.Read(entry.Payload).Revisions;
                    _pending.AddFirst(new RegionRevisions(entry.Sequence, revisions));
                    break;
                }
            }
        }

        _restored.Clear();
    }

    public void Start()
    {
        if (_pending.Count > 0)
        {
            _pump.Start();
        }
    }

    private async Task<bool> SendAsync()
    {
        var batches = new List<RegionRevisions>();
        foreach (var entry in _pending)
        {
            if (entry.Sequence > _durable || batches.Count == MostBatches)
            {
                break;
            }

            batches.Add(entry);
        }

        if (batches.Count == 0)
        {
            return false;
        }

        var cursor = await _ledger.AppendAsync(_code, batches);
        while (_pending.First is { } first && first.Value.Sequence <= cursor)
        {
            _pending.RemoveFirst();
        }

        return _pending.Count > 0;
    }
}
