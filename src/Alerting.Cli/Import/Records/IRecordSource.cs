using Alerting.Cli.Import.Text;

namespace Alerting.Cli.Import.Records;

/// <summary>A file as records, one after the other in constant memory, as often as it is asked for.</summary>
internal interface IRecordSource
{
    /// <summary>A record, or why the row or feature is none.</summary>
    /// <exception cref="ImportFileException">The file is not of its format.</exception>
    IAsyncEnumerable<FoundRecord> ReadAsync(TextFile file, CancellationToken cancellationToken);
}

/// <param name="Record">Null where there is none.</param>
/// <param name="Rejected">The row that makes none.</param>
internal readonly record struct FoundRecord(SourceRecord? Record, ImportedRow Rejected);
