using System.Text.Json.Nodes;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>What was made of one row or feature: the members of a report, or why there is none.</summary>
/// <param name="Line">Number of its first line in the file, from 1.</param>
/// <param name="Id">The data's own id, where it could be read.</param>
internal readonly record struct ImportedRow(long Line, string? Id, JsonObject? Report, Fault? Fault);

/// <summary>A file format: rows as they come, in constant memory.</summary>
internal interface IEventFormat
{
    /// <exception cref="ImportFileException">The file is not of this format.</exception>
    IAsyncEnumerable<ImportedRow> ReadAsync(Stream stream, CancellationToken cancellationToken);
}
