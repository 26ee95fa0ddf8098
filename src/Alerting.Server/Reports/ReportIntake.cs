using System.Security.Claims;
using Alerting.Engine;
using Alerting.Grains;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;

namespace Alerting.Server.Reports;

/// <summary>Brings reports to their regions: of one request at most one call a region at a time, so that their order holds.</summary>
internal sealed class ReportIntake(IGrainFactory grains, RegionCatalog regions, EngineOptions options, AlertingMetrics metrics, TimeProvider clock)
{
    public ReportRules Rules => ReportRules.Live(clock.GetUtcNow(), options);

    /// <summary>The way in for one request.</summary>
    public Lanes Open(ClaimsPrincipal user) => new(grains, regions, metrics, user);

    internal sealed class Lanes(IGrainFactory grains, RegionCatalog regions, AlertingMetrics metrics, ClaimsPrincipal user)
    {
        private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
        private readonly List<Lane> _loaded = [];

        /// <summary>Queues a report; nothing is sent before <see cref="Send"/>.</summary>
        public ReportSlot Add(long index, in ParsedReport parsed)
        {
            if (parsed.Report is not { } report)
            {
                metrics.Reported(ReportStatus.Rejected, 1);
                return ReportSlot.Refused(index, parsed.ReportId, parsed.Fault!);
            }

            if (!Limits.Allow(user, report.Region, regions))
            {
                metrics.Reported(ReportStatus.Rejected, 1);
                return ReportSlot.Refused(index, report.ReportId, new Fault(FaultTypes.Forbidden, "The key is limited to other regions.", "$.region"));
            }

            var slot = new ReportSlot(index, report.ReportId);
            if (!_lanes.TryGetValue(report.Region, out var lane))
            {
                _lanes[report.Region] = lane = new Lane(grains.GetGrain<IRegionGrain>(report.Region));
            }

            if (lane.Add(slot, report))
            {
                _loaded.Add(lane);
            }

            return slot;
        }

        /// <summary>Sends what is queued for regions that are not being called already; those send theirs when they are free.</summary>
        public void Send()
        {
            foreach (var lane in _loaded)
            {
                lane.Send();
            }

            _loaded.Clear();
        }
    }

    /// <summary>The reports of one request for one region. While a call is under way the next batch gathers.</summary>
    private sealed class Lane(IRegionGrain region)
    {
        private readonly Lock _lock = new();
        private Batch? _next;
        private bool _busy;

        /// <summary>True when this is the first of a new batch.</summary>
        public bool Add(ReportSlot slot, Report report)
        {
            lock (_lock)
            {
                var first = _next is null;
                _next ??= new Batch();
                _next.Slots.Add(slot);
                _next.Reports.Add(report);
                slot.Pending = _next.Done.Task;
                return first;
            }
        }

        public void Send()
        {
            lock (_lock)
            {
                if (_busy || _next is null)
                {
                    return;
                }

                _busy = true;
            }

            _ = RunAsync();
        }

        private async Task RunAsync()
        {
            while (true)
            {
                Batch batch;
                lock (_lock)
                {
                    if (_next is null)
                    {
                        _busy = false;
                        return;
                    }

                    batch = _next;
                    _next = null;
                }

                try
                {
                    var outcomes = await region.IngestAsync(batch.Reports);
                    for (var i = 0; i < outcomes.Count; i++)
                    {
                        batch.Slots[i].Outcome = outcomes[i];
                    }

                    batch.Done.SetResult();
                }
                catch (Exception exception)
                {
                    // Whoever waits for a slot of the batch is told, and nobody may.
                    batch.Done.SetException(exception);
                    _ = batch.Done.Task.Exception;
                }
            }
        }
    }

    private sealed class Batch
    {
        public List<ReportSlot> Slots { get; } = [];

        public List<Report> Reports { get; } = [];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
