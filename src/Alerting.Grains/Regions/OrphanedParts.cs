using Alerting.Engine.Regions;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

/// <summary>
/// Finds parts and blocks that no snapshot refers to: those of a process that ended between storing them and storing
/// the snapshot, or between storing the snapshot and removing what the one before referred to. An activation looks for
/// them once, after its first snapshot.
/// </summary>
internal sealed class OrphanedParts(string code, ILogStore store)
{
    /// <summary>Names that are referred to; null when they have been looked for.</summary>
    private HashSet<string>? _known = [];

    /// <summary>Name for a new part of the region's snapshots.</summary>
    public static string NewName(string code, bool isBlock) => $"{Folder(code, isBlock)}{Guid.NewGuid():N}";

    /// <summary>A snapshot begins.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="obsolete">Names that an earlier snapshot refers to and that are known to be removed later.</param>
    public void Saving(PreparedSnapshot snapshot, IEnumerable<string> obsolete)
    {
        if (_known is not null)
        {
            _known = [.. snapshot.Names, .. obsolete];
        }
    }

    /// <summary>That snapshot is stored with this sequence.</summary>
    /// <returns>The names that no snapshot refers to.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(long sequence, CancellationToken cancellationToken)
    {
        if (_known is not { } known)
        {
            return [];
        }

        var found = new List<string>();
        foreach (var isBlock in new[] { false, true })
        {
            await foreach (var part in store.ListSnapshotsAsync(Folder(code, isBlock), cancellationToken))
            {
                // Another activation may be storing parts of a later snapshot, if this one is about to end. An earlier
                // snapshot would not replace the one just stored, so nobody needs its parts.
                if (part.Sequence < sequence && !known.Contains(part.Log))
                {
                    found.Add(part.Log);
                }
            }
        }

        _known = null;
        return found;
    }

    private static string Folder(string code, bool isBlock) => $"{(isBlock ? "cold" : "part")}/{code}/";
}
