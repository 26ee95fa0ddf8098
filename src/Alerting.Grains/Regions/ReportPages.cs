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
    public async Task<IReadOnlyList<IncidentReport>?> ReadAsync(
        string incidentId, ReportPlace? after, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (engine.View.Reports(incidentId, after, limit) is { } reports)
            {
                return reports;
            }

            var isWhole = true;
            foreach (var block in engine.Archive.BlocksWith(incidentId))
            {
                if (await OpenAsync(block, cancellationToken) is not { } opened)
                {
                    // The block was restored from the archive meanwhile.
                    isWhole = false;
                    break;
                }

                if (opened.Reports(incidentId, after, limit) is { } old)
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

    /// <summary>Drops the block if it was not used since the last call; false when none is kept any more.</summary>
    public bool ForgetUnused()
    {
        _opened = _isUsed ? _opened : null;
        _isUsed = false;
        return HasOpened;
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
