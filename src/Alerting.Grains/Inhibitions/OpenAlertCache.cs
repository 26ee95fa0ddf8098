using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Notifications.Inhibitions;

namespace Alerting.Grains.Inhibitions;

/// <summary>
/// The alerts that are open, for all of this process together: whichever first needs them as of a later position
/// asks the ledger, for what has changed. Asks nothing by itself.
/// </summary>
internal sealed class OpenAlertCache(IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _asking = new(1, 1);
    private volatile OpenAlerts _known = OpenAlerts.None;

    /// <summary>As of the position that is known.</summary>
    public OpenAlerts Known => _known;

    /// <summary>Has them known as of a position, or of a later one.</summary>
    /// <param name="seq">Of a revision that the ledger has.</param>
    /// <exception cref="InvalidOperationException">The ledger does not have it: another one should be asked.</exception>
    public async Task LearnAsync(long seq, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_known.Head >= seq)
            {
                return;
            }

            var ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
            var changes = await ledger.OpenSinceAsync(_known.Head);
            if (changes.Head < seq)
            {
                throw new InvalidOperationException($"The ledger ends at {changes.Head}, and {seq} was read of it.");
            }

            _known = (changes.IsWhole ? OpenAlerts.None : _known).With(
                changes.Head,
                changes.Alerts.Where(static alert => !alert.IsOpen).Select(static alert => alert.AlertId),
                changes.Alerts.Where(static alert => alert.IsOpen).Select(static alert => new OpenAlert(
                    alert.AlertId, alert.Region, AlertIds.ThresholdOf(alert.AlertId) ?? "", alert.Severity, alert.RaisedSeq)));
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();
}
