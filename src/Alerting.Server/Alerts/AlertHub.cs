using Alerting.Alerts;
using Alerting.Grains.Alerts;

namespace Alerting.Server.Alerts;

/// <summary>
/// Reads the ledger once for all live readers of this process, and wakes them when there is more. Hints make it read at
/// once; without one it reads every two seconds, so a lost hint delays a revision and never loses it.
/// </summary>
internal sealed class AlertHub(
    IGrainFactory grains, LedgerHints hints, SharedRevisions shared, TimeProvider clock, ILogger<AlertHub> logger)
    : BackgroundService, ILedgerListener
{
    // Concurrent reads for readers that are behind; those that read live are served from memory.
    private const int MaxReads = 2;
    private static readonly TimeSpan s_reconcile = TimeSpan.FromSeconds(2);

    private readonly RevisionReader _reader = new(grains, shared, MaxReads);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last seq that live readers may read; -1 until the ledger was asked for the first time.</summary>
    private long _through = -1;
    private int _readers;

    bool ILedgerListener.WantsRevisions => Volatile.Read(ref _readers) > 0;

    private IAlertLedgerGrain Ledger => grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    /// <summary>Counts a live reader until the result is disposed of. Without any, no revision is fetched or encoded.</summary>
    public IDisposable Attach()
    {
        if (Interlocked.Increment(ref _readers) == 1)
        {
            hints.Add();
        }

        return new Reader(this);
    }

    public Task<long> HeadAsync() => Ledger.HeadAsync();

    /// <summary>As <see cref="HeadAsync"/>, and never what a replaced activation of the ledger believes.</summary>
    public Task<long> CurrentHeadAsync() => Ledger.CurrentHeadAsync();

    /// <summary>The first seq that the ledger still has.</summary>
    public Task<long> FirstAsync() => Ledger.FirstAsync();

    /// <summary>Completes when there is a revision that <see cref="GetAsync"/> does not have yet.</summary>
    public Task MoreAsync() => Volatile.Read(ref _more).Task;

    /// <summary>The revision with this seq, to be written out at once and not kept; null when there is none yet.</summary>
    public ValueTask<EncodedRevision?> GetAsync(long seq, CancellationToken cancellationToken) =>
        seq > Volatile.Read(ref _through) ? default : _reader.GetAsync(seq, cancellationToken);

    void ILedgerListener.OnAdvanced(long through, IReadOnlyList<LedgerRevision> revisions)
    {
        shared.AddNewest(revisions);
        Volatile.Write(ref _through, through);
        Interlocked.Exchange(ref _more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(hints.RunAsync(stoppingToken), FollowAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        var tail = new LedgerTail(grains, this, clock, logger, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await hints.WaitAsync(Volatile.Read(ref _readers) > 0 ? s_reconcile : null, stoppingToken);
            await tail.ReadOnAsync();
        }
    }

    private sealed class Reader(AlertHub hub) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref hub._readers);
            }
        }
    }
}
