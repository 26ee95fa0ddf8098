using Alerting.Alerts;
using Alerting.Grains.Alerts;

namespace Alerting.Server.Alerts;

/// <summary>Reads many revisions of the ledger, a part at a time.</summary>
internal static class LedgerReading
{
    private const int MaxRead = 1_000;

    /// <summary>The revisions at some seqs, as far as the ledger still has them.</summary>
    /// <param name="seqs">Ascending.</param>
    public static async Task<List<Alert>> ReadAsync(
        IAlertLedgerGrain ledger, IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        var revisions = new List<Alert>(seqs.Count);
        while (revisions.Count < seqs.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Fewer than were asked for where they are large; none where the retention was faster.
            var some = await ledger.ReadSelectedAsync([.. seqs.Skip(revisions.Count).Take(MaxRead)]);
            if (some.Count == 0)
            {
                break;
            }

            revisions.AddRange(some.Select(static revision => revision.Alert));
        }

        return revisions;
    }
}
