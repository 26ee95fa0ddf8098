using System.Collections.Concurrent;
using Alerting.Grains.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Regions;

namespace Alerting.Server.Reports;

/// <summary>
/// Gathers the reports of requests that have only one, by region: while a call to a region is under way, those that come for it
/// wait, and go with the next. So a call, a turn of the region and an entry of its log serve many when there are many, and a report
/// that comes alone goes at once. Safe for concurrent use.
/// </summary>
internal sealed class SingleReports(RegionGrains grains, Patience patience)
{
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Completes when the outcome of the report is known.</summary>
    /// <exception cref="OverloadedException">Too many reports wait for the region already (by the task).</exception>
    public Task SendAsync(ReportSlot slot, Report report) =>
        _lanes.GetOrAdd(report.Region, static (code, all) => new Lane(all.Grains[code], all.Patience), (Grains: grains, Patience: patience))
            .Add(slot, report);

    private sealed class Lane(IRegionGrain region, Patience patience)
    {
        /// <summary>As many as a region lets wait.</summary>
        private const int MaxWaiting = 10_000;

        /// <summary>Of one call, which goes to another process in one message.</summary>
        private const int MaxSent = 256;

        private readonly Lock _lock = new();
        private readonly Queue<Waiting> _waiting = new();
        private Waiting? _last;
        private int _count;
        private bool _isBusy;

        public Task Add(ReportSlot slot, Report report)
        {
            ReportBatch alone;
            Task done;
            lock (_lock)
            {
                if (_isBusy)
                {
                    return Queue(slot, report);
                }

                _isBusy = true;
                alone = new ReportBatch();
                done = alone.Add(slot, report);
            }

            _ = SendAsync(new Waiting(alone, patience.Begin()));
            return done;
        }

        private Task Queue(ReportSlot slot, Report report)
        {
            if (_count >= MaxWaiting)
            {
                return Task.FromException(
                    new OverloadedException($"{_count} reports of region '{report.Region}' are waiting already."));
            }

            if (_last is not { Batch.Count: < MaxSent })
            {
                // What has to wait for calls before it is not tried for as long again.
                _last = new Waiting(new ReportBatch(), patience.Begin());
                _waiting.Enqueue(_last);
            }

            _count++;
            return _last.Batch.Add(slot, report);
        }

        private async Task SendAsync(Waiting first)
        {
            for (var next = first; next is not null; next = Take())
            {
                await next.Batch.SendAsync(region, patience, next.Begun);
            }
        }

        private Waiting? Take()
        {
            lock (_lock)
            {
                _isBusy = _waiting.TryDequeue(out var taken);
                _count -= taken?.Batch.Count ?? 0;
                _last = taken == _last ? null : _last;
                return taken;
            }
        }
    }

    /// <param name="Batch">Reports that wait for their call.</param>
    /// <param name="Begun">When the first of them began to.</param>
    private sealed record Waiting(ReportBatch Batch, long Begun);
}
