using System.Runtime.InteropServices;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The best-ranked report of an incident for each key, which is a source or an actor. Most keys have one report and
/// need no collection of their own.
/// </summary>
internal sealed class BestReports<TKey>(RowList<ReportRow> reports)
    where TKey : class
{
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>Number of distinct keys.</summary>
    public int Count => _entries.Count;

    public bool Contains(TKey key) => _entries.ContainsKey(key);

    /// <summary>The best-ranked report with a key, or -1.</summary>
    public int Of(TKey key) => _entries.TryGetValue(key, out var entry) ? entry.Best : -1;

    /// <returns>The report that was the best before; -1 when there was none.</returns>
    public int Add(TKey key, int report)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var exists);
        if (!exists)
        {
            entry.Best = report;
            return -1;
        }

        if (entry.All is null)
        {
            entry.All = new RankedReports(reports);
            entry.All.Add(entry.Best, ReportMarks.Any);
        }

        var before = entry.Best;
        entry.All.Add(report, ReportMarks.Any);
        entry.Best = entry.All.First;
        return before;
    }

    /// <returns>The report that is the best from now on; -1 when none is left.</returns>
    public int Remove(TKey key, int report)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, key);
        if (entry.All is null)
        {
            _entries.Remove(key);
            return -1;
        }

        entry.All.Remove(report);
        entry.Best = entry.All.First;
        entry.All = entry.All.Count == 1 ? null : entry.All;
        return entry.Best;
    }

    private struct Entry
    {
        public int Best;

        /// <summary>All reports with the key; null while there is only <see cref="Best"/>.</summary>
        public RankedReports? All;
    }
}
