using System.Text.Json.Serialization.Metadata;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>
/// A catalogue of what operators define, with all versions, and its only writer. The caches of the silos read it.
/// </summary>
internal abstract class CatalogGrain<TVersion> : EventSourcedGrain
    where TVersion : class, IVersioned
{
    /// <param name="services">The silo's services.</param>
    /// <param name="logger">The grain's logger.</param>
    /// <param name="log">Name of the log.</param>
    /// <param name="json">How versions are written in it.</param>
    protected CatalogGrain(IServiceProvider services, ILogger logger, string log, JsonTypeInfo<IReadOnlyList<TVersion>> json)
        : base(services, logger, log, isAudited: true) => Known = new CatalogVersions<TVersion>(json);

    public override bool HasOpenBatch => Known.HasOpen;

    protected CatalogVersions<TVersion> Known { get; }

    public override void OnCommitted(long sequence)
    {
        Known.Committed();
        Published();
    }

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        Known.Restore(snapshot.Span);
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        Known.Restore(entry.Payload.Span);
        return ValueTask.CompletedTask;
    }

    public override LogSnapshot Save() => new(SealedSequence, Known.Save());

    public override ReadOnlyMemory<byte> Seal() => Known.Seal();

    public override long? WakeAt() => HasOpenBatch ? WallNow : null;

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        Known.Recovered();
        return Task.CompletedTask;
    }

    /// <summary>A change is durable; the cache of this process may read it.</summary>
    protected abstract void Published();

    /// <summary>What the audit log is told of a version that is no deletion.</summary>
    protected abstract AuditedVersion Describe(TVersion version);

    /// <summary>Creates or replaces a definition.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="make">Makes the version with this number.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="max">How many there may be.</param>
    /// <param name="by">Who does it.</param>
    /// <returns>The version now in force; of a conflict that which was not expected.</returns>
    protected async Task<(CatalogOutcome Outcome, TVersion? Version)> PutAsync(
        string id, Func<int, TVersion> make, int? expected, int max, CatalogAct by)
    {
        EnsureWritable();
        var current = Known.Current(id);
        if (expected is { } version && version != (current?.Version ?? 0))
        {
            // The version that conflicts may not be durable yet.
            await Commit();
            return (CatalogOutcome.Conflict, current);
        }

        if (current is null && Known.CountInForce() >= max)
        {
            await Commit();
            return (CatalogOutcome.LimitReached, null);
        }

        var next = make(Known.NextOf(id));
        Known.Add(next);
        Record(by.Change(current, next, Describe));
        await CommitActAsync(by.Act);
        return (current is null ? CatalogOutcome.Created : CatalogOutcome.Replaced, next);
    }

    /// <summary>Deletes a definition. If it is created again, its version numbers continue.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="make">Makes the deletion with this number.</param>
    /// <param name="expected">The version that must be in force; null: any.</param>
    /// <param name="by">Who does it.</param>
    protected async Task<(CatalogOutcome Outcome, TVersion? Version)> DeleteAsync(
        string id, Func<int, TVersion> make, int? expected, CatalogAct by)
    {
        EnsureWritable();
        var current = Known.Current(id);
        if (current is null || (expected is { } version && version != current.Version))
        {
            await Commit();
            return (current is null ? CatalogOutcome.NotFound : CatalogOutcome.Conflict, current);
        }

        var deleted = make(Known.NextOf(id));
        Known.Add(deleted);
        Record(by.Change(current, deleted, Describe));
        await CommitActAsync(by.Act);
        return (CatalogOutcome.Deleted, null);
    }
}

/// <summary>What became of a change of a catalogue.</summary>
public enum CatalogOutcome : byte
{
    /// <summary>It did not exist before.</summary>
    Created = 0,

    /// <summary>It existed before.</summary>
    Replaced = 1,

    /// <summary>It exists no more.</summary>
    Deleted = 2,

    /// <summary>It does not exist.</summary>
    NotFound = 3,

    /// <summary>Another version than the expected one is in force.</summary>
    Conflict = 4,

    /// <summary>There are as many as there may be.</summary>
    LimitReached = 5,

    /// <summary>What was to be saved is not complete.</summary>
    Refused = 6,
}
