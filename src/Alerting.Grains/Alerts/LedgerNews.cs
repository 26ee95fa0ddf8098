namespace Alerting.Grains.Alerts;

/// <summary>
/// Says within a process that the ledger, when it lives here, holds more. Who listens elsewhere hears of it by the stream,
/// which is looked at every so often; here nobody waits for that.
/// </summary>
public sealed class LedgerNews
{
    /// <summary>Raised after new revisions are durable. Handlers return at once and do not throw.</summary>
    public event Action? Appended;

    internal void Tell() => Appended?.Invoke();
}
