using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// When to take snapshots of a state, and storing them. Under load, when the log has grown by a quarter of what the last
/// snapshot wrote, so that their cost per entry stays constant and the tail short; at rest, when the tail is long for them.
/// </summary>
/// <param name="stored">Called with the entry of each snapshot that is stored.</param>
internal sealed class SnapshotWriter(LogServices log, ILoggedState state, Action<long> stored)
{
    // About forty thousand reports, which are applied again within a fifth of a second.
    private const int MinBytesUnderLoad = 2 << 20;
    private const int MinBytesAtRest = 16 << 10;
    private const int MinBytesInRecovery = 32 << 20;
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(30);

    private long _bytesSince;

    /// <summary>What the last snapshot had to write.</summary>
    private long _lastBytes;
    private long _lastSequence;
    private long _notBefore;

    /// <summary>Completes when no snapshot is being stored; does not fail.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    private bool MayTake => Finished.IsCompleted && log.Now >= _notBefore;

    /// <summary>The state was put back from this one.</summary>
    public void Restored(LogSnapshot snapshot) => (_lastSequence, _lastBytes) = (snapshot.Sequence, snapshot.State.Length);

    /// <summary>A batch of so many bytes was sealed: the snapshot to store when it is durable, if it is time for one.</summary>
    public LogSnapshot? TakeIfDue(int bytes)
    {
        _bytesSince += bytes;
        var isDue = state.Parts.WantsSnapshot || _bytesSince >= Math.Max(MinBytesUnderLoad, _lastBytes / 4);
        return isDue && MayTake ? state.Save() : null;
    }

    /// <summary>An entry of so many bytes was applied again.</summary>
    public void Replayed(int bytes) => _bytesSince += bytes;

    /// <summary>While a long log is applied again: a recovery that is cut off goes on from the last snapshot.</summary>
    public async Task SaveInRecoveryAsync()
    {
        var isDue = state.Parts.WantsSnapshot || _bytesSince >= Math.Max(MinBytesInRecovery, _lastBytes);
        if (isDue && MayTake)
        {
            await SaveAsync(state.Save());
        }
    }

    /// <summary>Nothing is being written: stores one if the tail is long. Does not wait.</summary>
    /// <param name="ends">Whether the activation ends: what only frees memory is left out then, and a failure does not hold it
    /// back.</param>
    public void SaveAtRest(long committed, bool ends)
    {
        var isLong = _bytesSince >= Math.Max(MinBytesAtRest, _lastBytes / 8);
        var isDue = ends ? isLong : (isLong || state.Parts.WantsSnapshot) && MayTake;
        if (isDue && committed > _lastSequence)
        {
            Start(state.Save());
        }
    }

    /// <summary>Stores one whose entry is durable. Does not wait.</summary>
    public void Start(LogSnapshot snapshot) => Finished = SaveAsync(snapshot);

    private async Task SaveAsync(LogSnapshot snapshot)
    {
        var bytes = _bytesSince;
        try
        {
            var parts = await state.Parts.StoreAsync(snapshot.Sequence);
            await log.Store.SaveSnapshotAsync(log.Name, snapshot.Sequence, snapshot.State, CancellationToken.None);
            _bytesSince -= bytes;
            _lastBytes = parts + snapshot.State.Length;
            _lastSequence = snapshot.Sequence;
            await state.Parts.StoredAsync();
            stored(snapshot.Sequence);
        }
        catch (Exception exception)
        {
            // The log holds everything: a later snapshot serves as well.
            _notBefore = log.Now + s_pauseAfterFailure.Ticks;
            GrainLog.SnapshotFailed(log.Logger, exception, log.Name, snapshot.Sequence);
        }
    }
}
