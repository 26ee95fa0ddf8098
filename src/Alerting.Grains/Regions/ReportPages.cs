using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Incidents;

namespace Alerting.Grains.Regions;

/// <summary>
/// Reads the reports of one incident page by page, also for archived incidents. A block that was read for a page is
/// kept for the next page, so reading an old incident costs no more than its reports. Its incidents are not restored
/// into the region, since then readers would cause writes.
/// </summary>
internal sealed class ReportPages(RegionEngine engine, RegionArchive archive)
{
    private Opened? _opened;
    private bool _isUsed;

    /// <summary>Whether a block is kept.</summary>
    public bool HasOpened => _opened is not null;

    /// <returns>Null when there is no such incident.</returns>
    public Task<IReadOnlyList<IncidentReport>?> ReadAsync(
        string incidentId, ReportPlace? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(view => view.Reports(incidentId, after, limit), () => engine.Archive.BlocksWith(incidentId), cancellationToken);

    /// <summary>An incident with a page of its reports as the engine knows them; null when there is no such incident.</summary>
    public Task<IncidentTraces?> TraceAsync(string incidentId, ReportPlace? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            view => view.Traces.Of(incidentId, after, limit) is var (incident, reports) ? new IncidentTraces(incident, reports) : null,
            () => engine.Archive.BlocksWith(incidentId),
            cancellationToken);

    /// <summary>A report as the engine knows it; null when there is no such report.</summary>
    public Task<ReportTrace?> TraceAsync(string source, string reportId, CancellationToken cancellationToken) =>
        ReadAsync(view => view.Traces.Find(source, reportId), () => engine.Archive.BlocksWith(source, reportId), cancellationToken);

    /// <summary>Drops the block if it was not used since the last call; false when none is kept any more.</summary>
    public bool ForgetUnused()
    {
        _opened = _isUsed ? _opened : null;
        _isUsed = false;
        return HasOpened;
    }

    /// <summary>Asks the region itself, then the blocks of the archive that may have the answer.</summary>
    private async Task<T?> ReadAsync<T>(
        Func<RegionQueries, T?> ask, Func<IReadOnlyList<ArchiveBlock>> blocks, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            if (ask(engine.View) is { } answer)
            {
                return answer;
            }

            var isWhole = true;
            foreach (var block in blocks())
            {
                if (await OpenAsync(block, cancellationToken) is not { } opened)
                {
                    // The block was restored from the archive meanwhile.
                    isWhole = false;
                    break;
                }

                if (ask(opened) is { } old)
                {
                    return old;
                }
            }

            if (isWhole)
            {
                return null;
            }
        }
    }

    private async ValueTask<RegionQueries?> OpenAsync(ArchiveBlock block, CancellationToken cancellationToken)
    {
        _isUsed = true;
        if (_opened is { } known && known.Number == block.Number)
        {
            return known.Incidents;
        }

        if (await archive.ReadAsync(block, cancellationToken) is not { } content)
        {
            return null;
        }

        // On another thread, since a block may contain an incident of very many reports.
        var incidents = await Task.Run(() => engine.Archive.Open(content), cancellationToken);
        _opened = new Opened(block.Number, incidents);
        return incidents;
    }

    private sealed record Opened(int Number, RegionQueries Incidents);
}

/// <summary>An incident with a page of its reports, best first, as the engine knows them.</summary>
internal sealed record IncidentTraces(IncidentItem Incident, IReadOnlyList<ReportTrace> Reports);
