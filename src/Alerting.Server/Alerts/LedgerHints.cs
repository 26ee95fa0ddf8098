using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Orleans.Streams;

namespace Alerting.Server.Alerts;

/// <summary>
/// Hints that the ledger has new revisions: from the Orleans stream and, in the process in which the ledger is active, from
/// its signal, which comes sooner. A hint may get lost, so whoever waits for one also looks without it from time to time.
/// </summary>
internal sealed partial class LedgerHints(IClusterClient client, LedgerSignal signal, TimeProvider clock, ILogger<LedgerHints> logger)
    : IDisposable
{
    private static readonly TimeSpan s_subscribeAgain = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _hint = new(0);

    /// <summary>Takes hints from the stream and the signal until the process stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        signal.Appended += Add;
        try
        {
            await SubscribeAsync(stoppingToken);
        }
        finally
        {
            signal.Appended -= Add;
        }
    }

    /// <summary>Adds a hint; returns at once.</summary>
    public void Add()
    {
        // One hint that nobody has taken yet is enough, since everything new is read upon it.
        if (_hint.CurrentCount == 0)
        {
            _hint.Release();
        }
    }

    /// <summary>Waits for a hint, or for this time; null: for ever.</summary>
    public async Task WaitAsync(TimeSpan? atMost, CancellationToken stoppingToken)
    {
        if (atMost is not { } limit)
        {
            await _hint.WaitAsync(stoppingToken);
            return;
        }

        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            await _hint.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // No hint came in this time.
        }
    }

    public void Dispose() => _hint.Dispose();

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
                    Add();
                    return Task.CompletedTask;
                });
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNoHints(exception);
                await Task.Delay(s_subscribeAgain, clock, stoppingToken);
            }
        }

        // The subscription would outlive the process, so it is ended with it.
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await handle.UnsubscribeAsync();
        }
        catch (Exception exception)
        {
            // The stream drops the subscription when this process cannot be reached any more.
            LogNotUnsubscribed(exception);
        }
    }

    [LoggerMessage(
        EventId = 21,
        Level = LogLevel.Warning,
        Message = "The live feed gets no hints yet; it looks every few seconds and tries again.")]
    private partial void LogNoHints(Exception exception);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The subscription to hints could not be ended in order.")]
    private partial void LogNotUnsubscribed(Exception exception);
}
