using System.Security.Claims;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Regions;

namespace Alerting.Server.Reports;

/// <summary>
/// Sends reports to their regions, with at most one call per request and region at a time, so that their order is kept.
/// </summary>
internal sealed class ReportIntake(
    RegionGrains grains, RegionAccess access, EngineOptions options, AlertingMetrics metrics, Patience patience,
    ReportPlacement placement, SingleReports singles, TimeProvider clock)
{
    /// <summary>The rules of this moment.</summary>
    /// <param name="hints">That of the request; null where it has one report only.</param>
    public ReportRules Rules(HintBudget? hints) => ReportRules.Live(clock.GetUtcNow(), options, hints);

    /// <summary>Sends the only report of a request to its region, with those of other requests that come at the same time.</summary>
    public ReportSlot Send(ClaimsPrincipal user, in ParsedReport parsed)
    {
        var limits = access.Of(user);
        if (Refuse(0, parsed, limits, metrics) is { } refused)
        {
            return refused;
        }

        var report = parsed.Report!;
        var slot = new ReportSlot(0, report.ReportId);
        slot.Pending = parsed.IsLocated ? PlaceAsync(slot, report, limits) : singles.SendAsync(slot, report);
        return slot;
    }

    /// <summary>Opens the batching of one request.</summary>
    public Lanes Open(ClaimsPrincipal user) => new(grains, metrics, patience, placement, access.Of(user));

    private async Task PlaceAsync(ReportSlot slot, Report report, RegionLimits limits)
    {
        var placed = (await placement.PlaceAsync([report], limits))[0];
        if (placed.Report is { } found)
        {
            await singles.SendAsync(slot, found);
            return;
        }

        metrics.Reported(ReportStatus.Rejected, 1);
        slot.Outcome = new ReportOutcome(ReportStatus.Rejected, null, placed.Fault);
    }

    /// <summary>The slot of a report that no region sees, or null.</summary>
    private static ReportSlot? Refuse(long index, in ParsedReport parsed, RegionLimits limits, AlertingMetrics metrics)
    {
        if (parsed.Report is not { } report)
        {
            metrics.Reported(ReportStatus.Rejected, 1);
            return ReportSlot.Refused(index, parsed.ReportId, parsed.Fault!);
        }

        if (!parsed.IsLocated && !limits.Allow(report.Region))
        {
            metrics.Reported(ReportStatus.Rejected, 1);
            return ReportSlot.Refused(index, report.ReportId,
                RegionLimits.Refuse(report.Region, "$.region").Fault);
        }

        return null;
    }

    /// <summary>
    /// The reports of one request by region. A few calls at a time: while they are under way the batches of the other
    /// regions grow, so that a fast stream needs few commits and a slow one is not held up.
    /// </summary>
    internal sealed class Lanes(
        RegionGrains grains, AlertingMetrics metrics, Patience patience, ReportPlacement placement, RegionLimits limits)
    {
        private const int MaxCalls = 4;

        private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
        private readonly List<Lane> _loaded = [];
        private readonly Queue<Lane> _ready = new();
        private readonly Lock _lock = new();
        private int _calls;
        private PlacingQueue? _placing;

        /// <summary>Queues a report; nothing is sent before <see cref="Send"/>.</summary>
        public ReportSlot Add(long index, in ParsedReport parsed)
        {
            if (Refuse(index, parsed, limits, metrics) is { } refused)
            {
                return refused;
            }

            var report = parsed.Report!;
            if (parsed.IsLocated)
            {
                return (_placing ??= new PlacingQueue(placement, limits, metrics, SendPlaced)).Add(index, report);
            }

            var slot = new ReportSlot(index, report.ReportId);
            lock (_lock)
            {
                slot.Pending = Load(slot, report);
            }

            return slot;
        }

        /// <summary>Sends what is queued.</summary>
        public void Send()
        {
            _placing?.Send();
            lock (_lock)
            {
                foreach (var lane in _loaded)
                {
                    if (!lane.Busy)
                    {
                        lane.Busy = true;
                        _ready.Enqueue(lane);
                    }
                }

                _loaded.Clear();
                for (var more = Math.Min(MaxCalls - _calls, _ready.Count); more > 0; more--)
                {
                    _calls++;
                    _ = CallAsync();
                }
            }
        }

        private Task[] SendPlaced(IReadOnlyList<(ReportSlot Slot, Report Report)> placed)
        {
            Task[] sent;
            lock (_lock)
            {
                sent = [.. placed.Select(one => Load(one.Slot, one.Report))];
            }

            Send();
            return sent;
        }

        private Task Load(ReportSlot slot, Report report)
        {
            if (!_lanes.TryGetValue(report.Region, out var lane))
            {
                _lanes[report.Region] = lane = new Lane(grains[report.Region]);
            }

            if (lane.Next is null)
            {
                lane.Next = new ReportBatch();
                _loaded.Add(lane);
            }

            return lane.Next.Add(slot, report);
        }

        private async Task CallAsync()
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (true)
            {
                Lane lane;
                ReportBatch batch;
                lock (_lock)
                {
                    if (!_ready.TryDequeue(out lane!))
                    {
                        _calls--;
                        return;
                    }

                    batch = lane.Next!;
                    lane.Next = null;
                    _loaded.Remove(lane);
                }

                await batch.SendAsync(lane.Region, patience, patience.Begin());
                lock (_lock)
                {
                    lane.Busy = lane.Next is not null;
                    if (lane.Busy)
                    {
                        _ready.Enqueue(lane);
                    }
                }
            }
        }
    }

    /// <param name="region">Who takes the reports.</param>
    private sealed class Lane(IRegionGrain region)
    {
        public IRegionGrain Region { get; } = region;

        /// <summary>What gathers for the next call.</summary>
        public ReportBatch? Next { get; set; }

        /// <summary>Whether it is being called or waits for its turn.</summary>
        public bool Busy { get; set; }
    }
}
