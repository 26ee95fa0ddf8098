namespace Alerting.Grains.Logs;

/// <summary>
/// Has what is old leave a log: after a snapshot, for a log is never trimmed beyond what one holds. Runs beside the owner's
/// other work; what fails is tried again after the next snapshot.
/// </summary>
internal sealed class LogTrimmer(LogServices log, ILoggedState state, CancellationToken stopping)
{
    private Task _running = Task.CompletedTask;
    private bool _mayTrim;

    /// <summary>The state is complete: before, it does not know what its consumers need.</summary>
    public void Begin() => _mayTrim = true;

    /// <summary>A snapshot is stored that is as of this entry. Does not wait.</summary>
    public void Start(long snapshotSequence)
    {
        if (_mayTrim && _running.IsCompleted && !stopping.IsCancellationRequested)
        {
            _running = RunAsync(snapshotSequence);
        }
    }

    private async Task RunAsync(long snapshotSequence)
    {
        try
        {
            await state.TrimAsync(snapshotSequence, stopping);
        }
        catch (Exception exception)
        {
            if (!stopping.IsCancellationRequested)
            {
                GrainLog.NotTrimmed(log.Logger, exception, log.Name);
            }
        }
    }
}
