using Alerting.Backtests;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Backtests;

/// <summary>
/// Counts rejected reports and keeps the first of them, so that a flood of bad reports does not fill the memory.
/// </summary>
internal sealed class RejectedReports
{
    public const int MaxListed = 10_000;

    private readonly List<RejectedReport> _first = [];

    public long Total { get; private set; }

    public IReadOnlyList<RejectedReport> First => _first;

    /// <summary>Adds one; those of one list come in their order.</summary>
    public void Add(long index, long? line, string? reportId, Fault fault)
    {
        Total++;
        if (_first.Count < MaxListed)
        {
            _first.Add(new RejectedReport(index, line, reportId, Problems.OfReport(fault)));
        }
    }
}
