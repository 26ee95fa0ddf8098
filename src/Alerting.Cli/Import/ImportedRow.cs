using System.Text.Json.Nodes;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Text;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>What was made of one row or feature: the members of a report, or why there is none.</summary>
/// <param name="Line">Number of its first line in the file, from 1.</param>
/// <param name="Id">The data's own id, where it could be read.</param>
/// <param name="Fault">Why it makes no report; null with <paramref name="Report"/> null: it is none of what reports tell of.</param>
internal readonly record struct ImportedRow(long Line, string? Id, JsonObject? Report, Fault? Fault)
{
    /// <summary>What settled the region; null where there is no report, or a report without a region.</summary>
    public RegionBasis? Region { get; init; }

    /// <summary>A row that tells of no incident by what its data set is: nothing is wrong with it.</summary>
    public static ImportedRow PassedOver(long line, string? id) => new(line, id, null, null);
}

/// <summary>A file format: rows as they come, in constant memory.</summary>
internal interface IEventFormat
{
    /// <exception cref="ImportFileException">The file is not of this format.</exception>
    IAsyncEnumerable<ImportedRow> ReadAsync(TextFile file, CancellationToken cancellationToken);
}
