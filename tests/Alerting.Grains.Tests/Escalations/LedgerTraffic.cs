using Alerting.Grains.Alerts;

namespace Alerting.Grains.Tests.Escalations;

/// <summary>Loses the ledger's hints where a test says so, and counts how often the ledger is asked for its head.</summary>
internal sealed class LedgerTraffic : IOutgoingGrainCallFilter
{
    private int _headsAsked;

    public bool LosesHints { get; set; }

    public int HeadsAsked => Volatile.Read(ref _headsAsked);

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.MethodName == nameof(IAlertLedgerGrain.CurrentHeadAsync))
        {
            Interlocked.Increment(ref _headsAsked);
        }

        return LosesHints && context.MethodName == nameof(ILedgerFollower.LedgerAdvancedAsync)
            ? Task.FromException(new TimeoutException("The hint was lost."))
            : context.Invoke();
    }
}
