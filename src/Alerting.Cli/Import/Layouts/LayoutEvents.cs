using System.Runtime.CompilerServices;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Kinds;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Text;
using Alerting.Reports;

namespace Alerting.Cli.Import.Layouts;

/// <summary>A file of records whose layout is known.</summary>
/// <param name="latestYear">A year of two digits is not beyond it.</param>
/// <param name="show">Takes a sentence for people.</param>
internal sealed class LayoutEvents(
    IRecordSource source,
    RecordLayout layout,
    DraftReports reports,
    KindFinder kinds,
    ImportOptions options,
    int latestYear,
    Action<string> show)
    : IEventFormat
{
    private readonly FieldTable _fields = layout.Fields.With(options.Fields);

    public async IAsyncEnumerable<ImportedRow> ReadAsync(TextFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var dates = new DateReader(await OrderAsync(file, cancellationToken), latestYear);
        await foreach (var found in source.ReadAsync(file, cancellationToken))
        {
            yield return found.Record is { } record ? Map(record, dates) : found.Rejected;
        }
    }

    private ImportedRow Map(SourceRecord record, DateReader dates)
    {
        var id = record.Text(_fields[ReportField.ReportId]);
        if (layout.PassesOver(record))
        {
            return ImportedRow.PassedOver(record.Line, id);
        }

        try
        {
            var draft = layout.Read(new FieldReader(record, _fields, dates, kinds));
            var (report, region) = reports.Make(draft);
            return new ImportedRow(record.Line, id, report, null) { Region = region };
        }
        catch (RowRejectedException rejected)
        {
            return new ImportedRow(record.Line, id, null, rejected.Fault);
        }
    }

    /// <summary>Which of day and month goes first, from a first reading of the whole file where nobody has said it.</summary>
    private async Task<DateOrder> OrderAsync(TextFile file, CancellationToken cancellationToken)
    {
        if (options.DateOrder is { } stated)
        {
            return stated;
        }

        var finder = new DateOrderFinder();
        var columns = layout.Dates.SelectMany(field => _fields[field]).ToList();
        if (columns.Count > 0)
        {
            await LookAsync(finder, columns, file, cancellationToken);
        }

        if (finder.Note is { } note)
        {
            show(note);
        }

        return finder.Order;
    }

    private async Task LookAsync(DateOrderFinder finder, List<string> columns, TextFile file, CancellationToken cancellationToken)
    {
        await using var records = source.ReadAsync(file, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MovesAsync(records))
        {
            foreach (var column in columns)
            {
                if (records.Current.Record is { } record && record.Text(column) is { } text)
                {
                    finder.Look(text, record.Line);
                }
            }
        }
    }

    /// <summary>Where the file breaks off this reading ends, too; the second one says why, behind what it could read.</summary>
    private static async ValueTask<bool> MovesAsync(IAsyncEnumerator<FoundRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (Exception exception) when (ImportFileException.Is(exception))
        {
            return false;
        }
    }
}
