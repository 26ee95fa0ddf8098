using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Series;
using Alerting.Grains.Regions;

namespace Alerting.Grains.Series;

/// <summary>
/// Reads the past of a region: the changes of its level, which it keeps, and its incidents, in memory and in the archive. Archived
/// ones are not brought back, since then readers would cause writes.
/// </summary>
internal sealed class RegionSeriesReader(RegionEngine engine, RegionArchive archive, ArchivedCounts counts)
{
    /// <summary>How many blocks of the archive may be read for an answer, of 1,024 incidents each.</summary>
    public const int MaxBlocks = 64;

    /// <summary>How many incidents in memory may be counted for an answer.</summary>
    public const int MaxInMemory = 250_000;

    public async Task<RegionSeriesAnswer> ReadAsync(RegionSeriesQuery query, CancellationToken cancellationToken)
    {
        var past = engine.View.Series;
        if (!query.Scores && !query.Incidents)
        {
            return await AnswerAsync(FactsOf(query), cancellationToken);
        }

        var from = query.Scores ? past.WeighsFrom(query.Steps.Begin) : query.Steps.Begin;
        var through = Math.Min(query.Steps.End - 1, query.Through);
        while (true)
        {
            var blocks = engine.Archive.BlocksBetween(from, through);
            if (blocks.Count > MaxBlocks || past.Between(from - 1, through) > MaxInMemory)
            {
                return new RegionSeriesAnswer(null);
            }

            // Incidents may be archived and restored during the reads; then what is missing is read, too.
            var archived = await CountAsync(blocks, cancellationToken);
            if (archived is not null && blocks.SequenceEqual(engine.Archive.BlocksBetween(from, through)))
            {
                var incidents = past.Incidents(from - 1, through).ToList();
                incidents.AddRange(archived.Where(incident => incident.OccurredAt >= from && incident.OccurredAt <= through));
                return await AnswerAsync(FactsOf(query) with { Incidents = incidents }, cancellationToken);
            }
        }
    }

    private SeriesFacts FactsOf(RegionSeriesQuery query)
    {
        var past = engine.View.Series;
        return new SeriesFacts
        {
            Steps = query.Steps,
            Levels = query.Levels ? past.Levels(query.Steps) : null,
            HalfLife = query.Scores ? past.HalfLife : null,
            KnownFrom = past.KnownFrom,
        };
    }

    /// <summary>Null when one of them was restored meanwhile.</summary>
    private async Task<List<CountedIncident>?> CountAsync(IReadOnlyList<ArchiveBlock> blocks, CancellationToken cancellationToken)
    {
        var all = new List<CountedIncident>();
        foreach (var block in blocks)
        {
            if (!counts.TryGet(block, out var counted))
            {
                if (await archive.ReadAsync(block, cancellationToken) is not { } content)
                {
                    return null;
                }

                // On another thread, since a block may contain an incident of very many reports.
                counted = await Task.Run(() => engine.Archive.Count(content), cancellationToken);
                counts.Add(block, counted);
            }

            all.AddRange(counted);
        }

        return all;
    }

    /// <summary>On another thread: the region has others to answer.</summary>
    private static Task<RegionSeriesAnswer> AnswerAsync(SeriesFacts facts, CancellationToken cancellationToken) =>
        Task.Run(() => new RegionSeriesAnswer(SeriesFigures.Of(facts)), cancellationToken);
}
