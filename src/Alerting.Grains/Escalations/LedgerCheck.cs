using Alerting.Grains.Alerts;

namespace Alerting.Grains.Escalations;

/// <summary>
/// Reads the ledger as it is at the moment of asking: an acknowledgement is answered only when the ledger has it, so whoever looks
/// here before a call never calls after an acknowledgement that was answered, not even where this process has been replaced and does
/// not know it. Those who ask while the ledger is being asked are served
/// by one more question, however many they are.
/// </summary>
internal sealed class LedgerCheck(IAlertLedgerGrain ledger, LedgerReader reader, ILedgerCursor cursor)
{
    private Task? _asking;
    private Task? _next;

    /// <summary>Completes when everything is taken that the ledger holds at this moment.</summary>
    /// <exception cref="TimeoutException">There is much to read; that goes on meanwhile.</exception>
    public Task AsOfNowAsync() => _asking is null ? Ask() : _next ??= AskAfterAsync(_asking);

    private Task Ask()
    {
        var asking = AskAsync();
        _asking = asking.IsCompleted ? null : asking;
        return asking;
    }

    private async Task AskAfterAsync(Task asking)
    {
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _next = null;
        await Ask();
    }

    private async Task AskAsync()
    {
        try
        {
            var head = await ledger.CurrentHeadAsync();
            if (cursor.ScannedTo < head)
            {
                await reader.AdvanceAsync(head, []);
            }

            if (cursor.ScannedTo < head)
            {
                throw new TimeoutException($"The ledger is read up to {cursor.ScannedTo} and not up to {head} yet.");
            }
        }
        finally
        {
            _asking = null;
        }
    }
}
