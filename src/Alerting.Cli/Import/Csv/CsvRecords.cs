using System.Runtime.CompilerServices;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Text;
using nietras.SeparatedValues;

namespace Alerting.Cli.Import.Csv;

/// <summary>The rows of a table. Rows of HXL tags and blank lines are passed over.</summary>
/// <param name="columns">Names of the columns of a table without a header; null: the first line names them.</param>
/// <param name="idColumn">Column of the row's own id, to name a row that is none; null: there is none.</param>
internal sealed class CsvRecords(IReadOnlyList<string>? columns, string? idColumn) : IRecordSource
{
    public async IAsyncEnumerable<FoundRecord> ReadAsync(TextFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = file.OpenText();
        using var reader = columns is null
            ? await CsvTable.OpenAsync(text, cancellationToken)
            : await CsvTable.OpenPlainAsync(text, cancellationToken);
        var names = columns ?? await CsvTable.NamesAsync(reader, cancellationToken);
        var positions = CsvTable.Positions(names);
        await foreach (var row in reader)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!CsvTable.IsBlank(row) && !CsvTable.IsHxl(row))
            {
                yield return Find(row, positions, names.Count);
            }
        }
    }

    private FoundRecord Find(SepReader.Row row, Dictionary<string, int> positions, int width)
    {
        var record = new CsvRecord(row, positions);

        // More or fewer cells than columns: whatever shifted, no cell can be trusted.
        return row.ColCount == width
            ? new FoundRecord(record, default)
            : new FoundRecord(null, new ImportedRow(
                record.Line,
                idColumn is null ? null : record.Text(idColumn),
                null,
                RowRejectedException.Invalid($"has {row.ColCount} cells, not {width}; a quote may be open or a separator unquoted").Fault));
    }

    /// <summary>One row, its cells by the name of their column.</summary>
    private sealed class CsvRecord : SourceRecord
    {
        private readonly Dictionary<string, int> _positions;
        private readonly string[] _cells;

        public CsvRecord(SepReader.Row row, Dictionary<string, int> positions)
            : base(row.LineNumberFrom)
        {
            _positions = positions;
            _cells = new string[row.ColCount];
            for (var i = 0; i < _cells.Length; i++)
            {
                _cells[i] = row[i].ToString();
            }
        }

        protected override string? Raw(string name) =>
            _positions.TryGetValue(name, out var position) && position < _cells.Length ? _cells[position] : null;
    }
}
