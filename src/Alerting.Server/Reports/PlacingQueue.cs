using Alerting.Grains;
using Alerting.Reports;
using Alerting.Server.Access;

namespace Alerting.Server.Reports;

/// <summary>
/// The reports of one request that state no region, on their way to it. One call at a time, so that they keep their order; what
/// comes meanwhile goes with the next.
/// </summary>
/// <param name="send">Hands a report on to its region, and returns what completes with its outcome.</param>
internal sealed class PlacingQueue(
    ReportPlacement placement, RegionLimits limits, AlertingMetrics metrics,
    Func<IReadOnlyList<(ReportSlot Slot, Report Report)>, Task[]> send)
{
    private readonly Lock _lock = new();
    private Batch? _next;
    private bool _isBusy;

    /// <summary>Queues a report; nothing is asked before <see cref="Send"/>.</summary>
    public ReportSlot Add(long index, Report report)
    {
        var slot = new ReportSlot(index, report.ReportId);
        lock (_lock)
        {
            (_next ??= new Batch()).Add(slot, report);
        }

        return slot;
    }

    /// <summary>Asks for what is queued.</summary>
    public void Send()
    {
        lock (_lock)
        {
            if (_isBusy || _next is null)
            {
                return;
            }

            _isBusy = true;
        }

        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            Batch batch;
            lock (_lock)
            {
                if (_next is null)
                {
                    _isBusy = false;
                    return;
                }

                (batch, _next) = (_next, null);
            }

            await batch.PlaceAsync(placement, limits, metrics, send);
        }
    }

    private sealed class Batch
    {
        private readonly List<ReportSlot> _slots = [];
        private readonly List<Report> _reports = [];

        /// <summary>Completes with what each report waits for next; null for one that goes no further.</summary>
        private readonly TaskCompletionSource<Task?[]> _placed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(ReportSlot slot, Report report)
        {
            slot.Pending = SettleAsync(_slots.Count);
            _slots.Add(slot);
            _reports.Add(report);
        }

        public async Task PlaceAsync(
            ReportPlacement placement, RegionLimits limits, AlertingMetrics metrics,
            Func<IReadOnlyList<(ReportSlot Slot, Report Report)>, Task[]> send)
        {
            try
            {
                var placed = await placement.PlaceAsync(_reports, limits);
                List<(ReportSlot Slot, Report Report)> found = [];
                for (var i = 0; i < placed.Length; i++)
                {
                    if (placed[i] is { Report: { } report })
                    {
                        found.Add((_slots[i], report));
                    }
                    else
                    {
                        _slots[i].Outcome = new ReportOutcome(ReportStatus.Rejected, null, placed[i].Fault);
                    }
                }

                metrics.Reported(ReportStatus.Rejected, placed.Length - found.Count);
                var sent = new Queue<Task>(send(found));
                _placed.SetResult(Array.ConvertAll(placed, one => one.Report is null ? null : sent.Dequeue()));
            }
            catch (Exception exception)
            {
                // Callers that wait for a slot of the batch get the exception; it may be that nobody waits.
                _placed.SetException(exception);
                _ = _placed.Task.Exception;
            }
        }

        private async Task SettleAsync(int number)
        {
            if ((await _placed.Task)[number] is { } stored)
            {
                await stored;
            }
        }
    }
}
