namespace Alerting.Grains.Logs;

/// <summary>Data that is stored beside the snapshots of a log, which refer to it by name.</summary>
internal interface ISnapshotParts
{
    /// <summary>Whether a snapshot now would free a considerable amount of memory.</summary>
    bool WantsSnapshot { get; }

    /// <summary>Stores what the latest snapshot refers to and is not stored yet; returns the number of bytes stored.</summary>
    Task<long> StoreAsync(long sequence);

    /// <summary>The latest snapshot is stored, so what only the previous one referred to can be removed.</summary>
    Task StoredAsync();
}

/// <summary>For a log whose snapshots contain everything.</summary>
internal sealed class NoSnapshotParts : ISnapshotParts
{
    public static NoSnapshotParts Instance { get; } = new();

    public bool WantsSnapshot => false;

    public Task<long> StoreAsync(long sequence) => Task.FromResult(0L);

    public Task StoredAsync() => Task.CompletedTask;
}
