using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Incidents;

namespace Alerting.Grains.Regions;

/// <summary>
/// Pages through the reports of one incident, also of one in the archive. A block that is read for a page is kept for the
/// next one, so that the pages of an old incident cost no more than its reports; it stays in the archive, for to restore
/// it would make readers write.
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
                    // It was restored from the archive meanwhile.
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

    /// <summary>Lets go of a block that was not asked for since the last call; false when nothing is kept any more.</summary>
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

        // Beside the grain: a block may hold an incident of very many reports.
        var incidents = await Task.Run(() => engine.Archive.Open(content), cancellationToken);
        _opened = new Opened(block.Number, incidents);
        return incidents;
    }

    private sealed record Opened(int Number, RegionQueries Incidents);
}
