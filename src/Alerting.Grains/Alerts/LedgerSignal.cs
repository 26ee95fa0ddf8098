namespace Alerting.Grains.Alerts;

/// <summary>
/// Says within a process that the ledger, when it lives here, holds more. Listeners in other processes hear of it by the
/// stream, which is polled at intervals; here nobody waits for that.
/// </summary>
public sealed class LedgerSignal
{
    /// <summary>Raised after new revisions are durable. Handlers return at once and do not throw.</summary>
    public event Action? Appended;

    internal void Raise() => Appended?.Invoke();
}
