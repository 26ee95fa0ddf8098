using Alerting.Alerts;

namespace Alerting.Grains.Alerts;

/// <summary>Finds the first revision in the ledger from an instant on.</summary>
internal static class FirstRevision
{
    // How much later than younger revisions a revision may enter the ledger: each region forwards its own
    // independently.
    private static readonly TimeSpan s_disorder = TimeSpan.FromMinutes(10);
    private const int Page = 500;

    /// <summary>Seq of the first revision from this instant on; one above the head when there is none.</summary>
    /// <param name="first">Seq of the oldest revision that is left.</param>
    /// <param name="head">Seq of the newest revision.</param>
    /// <param name="read">Reads revisions by seq: all of them, or only the first ones.</param>
    public static async Task<long> SinceAsync(
        DateTimeOffset at, long first, long head, Func<IEnumerable<long>, Task<IReadOnlyList<Alert>>> read)
    {
        var surely = at - DateTimeOffset.MinValue > s_disorder ? at - s_disorder : DateTimeOffset.MinValue;
        var (low, high) = (first, head + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if ((await read([middle]))[0].UpdatedAt < surely)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        while (low <= head)
        {
            var from = low;
            foreach (var revision in await read(Enumerable.Range(0, (int)Math.Min(Page, head - from + 1)).Select(next => from + next)))
            {
                if (revision.UpdatedAt >= at)
                {
                    return revision.Seq;
                }

                low = revision.Seq + 1;
            }
        }

        return low;
    }
}
