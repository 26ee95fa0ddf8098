namespace Alerting.Grains.Alerts;

/// <summary>
/// Signals within the process in which the ledger is active that it has new revisions. Listeners in other processes
/// learn this from the stream, which is polled at intervals; listeners here need not wait for that.
/// </summary>
public sealed class LedgerSignal
{
    /// <summary>Raised when new revisions are durable. Handlers must return at once and not throw.</summary>
    public event Action? Appended;

    internal void Raise() => Appended?.Invoke();
}
