namespace Alerting.Grains.Logs;

/// <summary>What lies beside the snapshots of a log because they refer to it by name.</summary>
internal interface ISnapshotParts
{
    /// <summary>Whether a snapshot would free memory that is worth it.</summary>
    bool WantsSnapshot { get; }

    /// <summary>Stores what the snapshot taken last refers to and is not stored yet; answers how many bytes that were.</summary>
    Task<long> StoreAsync(long sequence);

    /// <summary>The snapshot taken last is stored: what only the one before referred to can go.</summary>
    Task StoredAsync();
}

/// <summary>Of a log whose snapshots hold everything themselves.</summary>
internal sealed class NoSnapshotParts : ISnapshotParts
{
    public static NoSnapshotParts Instance { get; } = new();

    public bool WantsSnapshot => false;

    public Task<long> StoreAsync(long sequence) => Task.FromResult(0L);

    public Task StoredAsync() => Task.CompletedTask;
}
