using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// Decides when to take snapshots, and stores them. Under load one is taken when the log has grown by a quarter of
/// the bytes that the last snapshot wrote, so that the cost per entry stays constant and little has to be replayed;
/// without load one is taken when the tail of the log is long.
/// </summary>
/// <param name="stored">Called with the sequence of each snapshot that was stored.</param>
internal sealed class SnapshotWriter(LogServices log, ILoggedState state, Action<long> stored)
{
    // About forty thousand reports, whose replay takes a fifth of a second.
    private const int MinBytesUnderLoad = 2 << 20;
    private const int MinBytesAtRest = 16 << 10;
    private const int MinBytesInRecovery = 32 << 20;
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(30);

    private long _bytesSince;

    /// <summary>Bytes that the last snapshot had to write.</summary>
    private long _lastBytes;
    private long _lastSequence;
    private long _notBefore;

    /// <summary>Completes when no snapshot is being stored. Does not fail.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    private bool MayTake => Finished.IsCompleted && log.Now >= _notBefore;

    /// <summary>The state was restored from this snapshot.</summary>
    public void Restored(LogSnapshot snapshot) => (_lastSequence, _lastBytes) = (snapshot.Sequence, snapshot.State.Length);

    /// <summary>A batch of so many bytes was sealed. Returns the snapshot to store once it is durable, if it is time for one.</summary>
    public LogSnapshot? TakeIfDue(int bytes)
    {
        _bytesSince += bytes;
        var isDue = state.Parts.WantsSnapshot || _bytesSince >= Math.Max(MinBytesUnderLoad, _lastBytes / 4);
        return isDue && MayTake ? state.Save() : null;
    }

    /// <summary>An entry of so many bytes was replayed.</summary>
    public void Replayed(int bytes) => _bytesSince += bytes;

    /// <summary>Stores a snapshot during a long recovery, so that after an interruption the next one continues from there.</summary>
    public async Task SaveInRecoveryAsync()
    {
        var isDue = state.Parts.WantsSnapshot || _bytesSince >= Math.Max(MinBytesInRecovery, _lastBytes);
        if (isDue && MayTake)
        {
            await SaveAsync(state.Save());
        }
    }

    /// <summary>Without load: stores a snapshot if the tail of the log is long; returns at once.</summary>
    /// <param name="ends">Whether the activation ends. Then a snapshot that would only free memory is omitted, and a
    /// recent failure does not delay it.</param>
    public void SaveAtRest(long committed, bool ends)
    {
        var isLong = _bytesSince >= Math.Max(MinBytesAtRest, _lastBytes / 8);
        var isDue = ends ? isLong : (isLong || state.Parts.WantsSnapshot) && MayTake;
        if (isDue && committed > _lastSequence)
        {
            Start(state.Save());
        }
    }

    /// <summary>Starts to store a snapshot whose entry is durable; returns at once.</summary>
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
            // Nothing is lost, since the log contains everything; a later snapshot serves as well.
            _notBefore = log.Now + s_pauseAfterFailure.Ticks;
            GrainLog.SnapshotFailed(log.Logger, exception, log.Name, snapshot.Sequence);
        }
    }
}
