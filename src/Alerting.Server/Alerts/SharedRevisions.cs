using Alerting.Alerts;
using Alerting.Grains.Alerts;

namespace Alerting.Server.Alerts;

/// <summary>
/// Encoded revisions that all readers of this process share, within a limit of bytes: the newest for readers that are up to date,
/// and older ones separately, so that readers that are behind do not displace what the others are about to read.
/// </summary>
internal sealed class SharedRevisions
{
    private const long MaxNewestBytes = 32 << 20;
    private const long MaxOlderBytes = 32 << 20;

    private readonly RevisionCache _newest = new(MaxNewestBytes);
    private readonly RevisionCache _older = new(MaxOlderBytes);

    public EncodedRevision? Find(long seq) => _newest.Find(seq) ?? _older.Find(seq);

    public void AddNewest(IReadOnlyList<LedgerRevision> revisions) => Add(_newest, revisions);

    /// <summary>Caches revisions that a reader is behind with.</summary>
    /// <returns>The same revisions, encoded.</returns>
    public IReadOnlyList<EncodedRevision> AddOlder(IReadOnlyList<LedgerRevision> revisions) => Add(_older, revisions);

    private static List<EncodedRevision> Add(RevisionCache cache, IReadOnlyList<LedgerRevision> revisions)
    {
        var encoded = new List<EncodedRevision>(revisions.Count);
        foreach (var revision in revisions)
        {
            encoded.Add(EncodedRevision.Of(revision));
            cache.Add(encoded[^1]);
        }

        return encoded;
    }
}
