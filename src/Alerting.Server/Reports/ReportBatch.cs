using Alerting.Grains.Regions;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Reports;

/// <summary>Reports that go to their region in one call, in their order. Not safe for concurrent use.</summary>
internal sealed class ReportBatch
{
    private readonly List<ReportSlot> _slots = [];
    private readonly List<Report> _reports = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => _slots.Count;

    /// <summary>What it returns completes when the outcome of the report is known.</summary>
    public Task Add(ReportSlot slot, Report report)
    {
        _slots.Add(slot);
        _reports.Add(report);
        return _done.Task;
    }

    /// <summary>Sends what was added. Does not fail: whoever waits for one of the reports is told.</summary>
    /// <param name="region">Where to.</param>
    /// <param name="patience">Repeats the call.</param>
    /// <param name="begun">When somebody began to wait for it, as <see cref="Patience.Begin"/> gave it.</param>
    public async Task SendAsync(IRegionGrain region, Patience patience, long begun)
    {
        try
        {
            // Also when the caller has gone: others may wait for the same reports, and what is sent must settle.
            var outcomes = await patience.TryAsync(
                () => new ValueTask<IReadOnlyList<ReportOutcome>>(region.IngestAsync(_reports)), begun, CancellationToken.None);
            for (var i = 0; i < outcomes.Count; i++)
            {
                _slots[i].Outcome = outcomes[i];
            }

            _done.SetResult();
        }
        catch (Exception exception)
        {
            // Callers that wait for a slot of the batch get the exception; it may be that nobody waits.
            _done.SetException(exception);
            _ = _done.Task.Exception;
        }
    }
}
