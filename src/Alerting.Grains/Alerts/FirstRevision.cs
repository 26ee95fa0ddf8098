using Alerting.Alerts;

namespace Alerting.Grains.Alerts;

/// <summary>Finds a place in the ledger by time.</summary>
internal static class FirstRevision
{
    // How late a revision may stand in the ledger after younger ones: regions bring theirs by themselves.
    private static readonly TimeSpan s_disorder = TimeSpan.FromMinutes(10);
    private const int Page = 500;

    /// <summary>Seq of the first revision that was made at this instant or later; the one after the head when there is none.</summary>
    /// <param name="first">Seq of the oldest revision that is left.</param>
    /// <param name="head">Seq of the newest revision.</param>
    /// <param name="read">Reads revisions by seq: all, or the first of them.</param>
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
