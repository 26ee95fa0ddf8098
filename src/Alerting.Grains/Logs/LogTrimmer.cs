namespace Alerting.Grains.Logs;

/// <summary>
/// Trims a log after each snapshot, since only what a snapshot contains may go. Runs concurrently with the owner's
/// other work; a failure is repeated after the next snapshot.
/// </summary>
internal sealed class LogTrimmer(LogServices log, ILoggedState state, CancellationToken stopping)
{
    private Task _running = Task.CompletedTask;
    private bool _mayTrim;

    /// <summary>The state is complete. Before that it does not know what its consumers need.</summary>
    public void Begin() => _mayTrim = true;

    /// <summary>Starts to trim after a snapshot as of this entry was stored; returns at once.</summary>
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
