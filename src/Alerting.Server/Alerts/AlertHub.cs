using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Orleans.Streams;

namespace Alerting.Server.Alerts;

/// <summary>
/// Follows the ledger, once for all live readers of this process. The Orleans stream, and in the ledger's own process
/// its signal, only say that there is more; what there is comes from the ledger, so a lost hint costs a moment and never a
/// revision.
/// </summary>
internal sealed partial class AlertHub(
    IGrainFactory grains,
    IClusterClient client,
    LedgerSignal signal,
    SharedRevisions shared,
    TimeProvider clock,
    ILogger<AlertHub> logger)
    : BackgroundService
{
    private const int MaxPage = 500;

    // At one time, for readers that are behind; those that read live are served from memory.
    private const int MaxReads = 2;
    private static readonly TimeSpan s_reconcile = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _hint = new(0);
    private readonly RevisionReader _reader = new(grains, shared, MaxReads);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The last seq read. A field, so that a read that fails half-way goes on from there.
    private long _read = -1;
    private int _readers;

    private IAlertLedgerGrain Ledger => grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    /// <summary>Counts a live reader for as long as it is not disposed of; without any the hub rests.</summary>
    public IDisposable Attach()
    {
        if (Interlocked.Increment(ref _readers) == 1)
        {
            _hint.Release();
        }

        return new Reader(this);
    }

    public Task<long> HeadAsync() => Ledger.HeadAsync();

    /// <summary>The first seq that the ledger still has.</summary>
    public Task<long> FirstAsync() => Ledger.FirstAsync();

    /// <summary>Completes when there is a revision that <see cref="GetAsync"/> does not have yet.</summary>
    public Task MoreAsync() => Volatile.Read(ref _more).Task;

    /// <summary>The revision with this seq, to be written out at once and not kept; null when there is none yet.</summary>
    public ValueTask<EncodedRevision?> GetAsync(long seq, CancellationToken cancellationToken) =>
        seq > Volatile.Read(ref _read) ? default : _reader.GetAsync(seq, cancellationToken);

    public override void Dispose()
    {
        _reader.Dispose();
        _hint.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signal.Appended += Hint;

        // Both at once: without a subscription the ledger is still read every few seconds.
        await Task.WhenAll(SubscribeAsync(stoppingToken), FollowAsync(stoppingToken));
        signal.Appended -= Hint;
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Without readers only a hint or the first reader wakes the hub.
                using var reconcile = new CancellationTokenSource(s_reconcile, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(reconcile.Token, stoppingToken);
                try
                {
                    await _hint.WaitAsync(Volatile.Read(ref _readers) > 0 ? either.Token : stoppingToken);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                    // No hint came in time: the ledger is read without one.
                }

                await CatchUpAsync();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogBehind(exception);
                await Task.Delay(s_reconcile, clock, stoppingToken);
            }
        }
    }

    private async Task SubscribeAsync(CancellationToken stoppingToken)
    {
        var stream = client.GetStreamProvider(IAlertLedgerGrain.Stream)
            .GetStream<IReadOnlyList<Alert>>(StreamId.Create(IAlertLedgerGrain.Stream, IAlertLedgerGrain.Key));
        StreamSubscriptionHandle<IReadOnlyList<Alert>>? handle = null;
        while (handle is null)
        {
            try
            {
                handle = await stream.SubscribeAsync((_, _) =>
                {
                    Hint();
                    return Task.CompletedTask;
                });
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNoHints(exception);
                await Task.Delay(s_reconcile, clock, stoppingToken);
            }
        }

        // A subscription would outlive the process, so it is taken back at the end.
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await handle.UnsubscribeAsync();
        }
        catch (Exception exception)
        {
            // Not taken back, it is dropped by the stream when this process cannot be reached any more.
            LogNotUnsubscribed(exception);
        }
    }

    private void Hint()
    {
        // One waiting hint is enough: it has everything new read.
        if (_hint.CurrentCount == 0)
        {
            _hint.Release();
        }
    }

    private async Task CatchUpAsync()
    {
        if (_read < 0)
        {
            _read = Math.Max(await Ledger.HeadAsync() - 1, 0);
        }

        // Nobody reads live, so nothing is fetched or encoded.
        if (Volatile.Read(ref _readers) == 0)
        {
            Advance(Math.Max(_read, await Ledger.HeadAsync()));
            return;
        }

        while (await Ledger.ReadSelectedAsync([.. Following(_read)]) is { Count: > 0 } page)
        {
            shared.AddNewest(page);
            Advance(page[^1].Alert.Seq);
        }
    }

    private void Advance(long read)
    {
        Volatile.Write(ref _read, read);
        Interlocked.Exchange(ref _more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private static IEnumerable<long> Following(long seq)
    {
        for (var next = seq + 1; next <= seq + MaxPage; next++)
        {
            yield return next;
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "The live feed could not read the ledger; trying again.")]
    private partial void LogBehind(Exception exception);

    [LoggerMessage(
        EventId = 21,
        Level = LogLevel.Warning,
        Message = "The live feed gets no hints yet; it looks every few seconds and tries again.")]
    private partial void LogNoHints(Exception exception);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The subscription to hints could not be ended in order.")]
    private partial void LogNotUnsubscribed(Exception exception);

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
