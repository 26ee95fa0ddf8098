using System.Runtime.CompilerServices;
using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Alerting.Grains.Regions;

/// <summary>
/// What regions showed when they were last at rest, stored beside their logs: whoever has read it need not wake a region whose log has
/// not got further since.
/// </summary>
/// <remarks>Each region stores its own, after the load is over; nothing depends on it but who must be asked.</remarks>
public sealed class RestingRegions(ILogStore store, Serializer<RestingRegion> serializer, ILogger<RestingRegions> logger)
{
    /// <summary>What is stored, region by region; regions that were never at rest, or by other rules, are left out.</summary>
    /// <exception cref="LogStoreUnavailableException">The store cannot be read.</exception>
    public async IAsyncEnumerable<RestingRegion> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ReadSnapshotsAsync(LogOwners.RestingPrefix, cancellationToken))
        {
            if (Restore(stored) is { Rules: JudgingRules.Current } region && region.State.Version == stored.Snapshot.Sequence)
            {
                yield return region;
            }
        }
    }

    /// <summary>Stores what a region shows.</summary>
    internal Task SaveAsync(RestingRegion region, CancellationToken cancellationToken) =>
        store.SaveSnapshotAsync(
            LogOwners.RestingPrefix + region.State.Code, region.State.Version, serializer.SerializeToArray(region), cancellationToken);

    private RestingRegion? Restore(NamedSnapshot stored)
    {
        try
        {
            return serializer.Deserialize(stored.Snapshot.State)?.Trimmed();
        }
        catch (Exception exception)
        {
            // Of a version that wrote it differently. The region can be asked.
            GrainLog.RestingUnreadable(logger, exception, stored.Log);
            return null;
        }
    }
}
