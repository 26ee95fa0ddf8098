using Alerting.Cli.CommandLine;
using Alerting.Cli.Import.Csv;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Mapped;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Text;

namespace Alerting.Cli.Import.Layouts;

/// <param name="Layout">Null: GeoJSON whose properties are the members of a report.</param>
/// <param name="Source">Its records.</param>
/// <param name="Note">What was found, as a sentence; null where it was stated.</param>
internal sealed record FoundLayout(RecordLayout? Layout, IRecordSource Source, string? Note);

/// <summary>Finds what a file is by what is in it, or checks that it is what somebody says.</summary>
internal sealed class LayoutFinder(ImportOptions options)
{
    private const int MaxShownColumns = 12;

    private static readonly ReportField[] s_needed = [ReportField.ReportId, ReportField.OccurredAt, ReportField.Kind];

    /// <exception cref="ImportFileException">The file is not what is said, or it cannot be told what it is.</exception>
    /// <exception cref="UsageException">A column that is named is not in the file.</exception>
    public async Task<FoundLayout> FindAsync(TextFile file, CancellationToken cancellationToken)
    {
        if (options.Format is { } format)
        {
            return await StatedAsync(KnownLayouts.Of(format, options), file, cancellationToken);
        }

        var head = await FileHead.ReadAsync(file, cancellationToken);
        return head.IsJson ? await FeaturesAsync(file, cancellationToken) : Table(head);
    }

    private async Task<FoundLayout> StatedAsync(RecordLayout? layout, TextFile file, CancellationToken cancellationToken)
    {
        if (layout is null || layout.IsGeoJson)
        {
            return new FoundLayout(layout, new FeatureRecords(), null);
        }

        var head = await FileHead.ReadAsync(file, cancellationToken);
        var missing = Missing(layout, head.Columns);
        if (missing.Count > 0 && layout.Columns is { } columns && head.HasCells(columns.Count))
        {
            return new FoundLayout(layout, new CsvRecords(columns, layout.IdColumn), null);
        }

        if (missing.Count > 0)
        {
            var header = layout.Columns is { } own ? $" and not {own.Count} cells with tabs between" : "";
            throw new ImportFileException($"This is no table of {layout.Name}: it has no column {string.Join(", ", missing)}{header}.");
        }

        CheckFields(layout, head.Columns);
        return new FoundLayout(layout, new CsvRecords(null, layout.IdColumn), null);
    }

    private FoundLayout Table(FileHead head)
    {
        foreach (var layout in KnownLayouts.All(options).Where(static layout => !layout.IsGeoJson))
        {
            var isPlain = layout.Columns is { } columns && head.HasCells(columns.Count);
            if (isPlain || Missing(layout, head.Columns).Count == 0)
            {
                return new FoundLayout(
                    layout,
                    new CsvRecords(isPlain ? layout.Columns : null, layout.IdColumn),
                    $"The file is read as {layout.Name}, by its columns.");
            }
        }

        var mapped = new MappedLayout(isGeoJson: false);
        CheckFields(mapped, head.Columns);
        return new FoundLayout(mapped, new CsvRecords(null, null), "The file is read as a table of reports, by the names of its columns.");
    }

    private async Task<FoundLayout> FeaturesAsync(TextFile file, CancellationToken cancellationToken)
    {
        var source = new FeatureRecords();
        await using var records = source.ReadAsync(file, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (await FirstAsync(records) is { } first)
        {
            var layouts = KnownLayouts.All(options).Where(static layout => layout.IsGeoJson);
            if (layouts.FirstOrDefault(layout => layout.RequiredColumns.All(names => first.Text(names) is not null)) is { } known)
            {
                return new FoundLayout(known, source, $"The file is read as {known.Name}, by the properties of its features.");
            }
        }

        return new FoundLayout(KnownLayouts.Of(ImportFormat.Geojson, options), source, null);
    }

    /// <summary>A file that is malformed is told of when it is read as a whole.</summary>
    private static async Task<SourceRecord?> FirstAsync(IAsyncEnumerator<FoundRecord> records)
    {
        try
        {
            return await records.MoveNextAsync() ? records.Current.Record : null;
        }
        catch (Exception exception) when (ImportFileException.Is(exception))
        {
            return null;
        }
    }

    /// <summary>Columns that the layout requires and the file has not, nor the user named others for them.</summary>
    private List<string> Missing(RecordLayout layout, IReadOnlyList<string> columns)
    {
        var present = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        present.UnionWith(options.Fields.Keys.SelectMany(field => layout.Fields[field]));
        return [.. layout.RequiredColumns.Where(names => !names.Any(present.Contains)).Select(static names => names[0])];
    }

    private void CheckFields(RecordLayout layout, IReadOnlyList<string> columns)
    {
        var present = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (field, names) in options.Fields)
        {
            if (names.FirstOrDefault(name => !present.Contains(name)) is { } unknown)
            {
                throw new UsageException(CommandFault.WithHint(
                    $"The file has no column '{unknown}' for --field {ReportFields.NameOf(field)}", unknown, columns));
            }
        }

        if (layout is MappedLayout)
        {
            CheckNeeded(layout.Fields.With(options.Fields), present, columns);
        }
    }

    private void CheckNeeded(FieldTable fields, HashSet<string> present, IReadOnlyList<string> columns)
    {
        var needed = options.OtherKind is null ? s_needed : s_needed.Where(static field => field != ReportField.Kind);
        var missing = needed.Where(field => !fields[field].Any(present.Contains)).Select(ReportFields.NameOf).ToList();
        if (missing.Count > 0)
        {
            throw new ImportFileException(
                $"It cannot be told what this file is: it has no column for {string.Join(", ", missing)}. Name its --format, or say which "
                    + $"column that is, as in --field {missing[0]}=COLUMN; it has {string.Join(", ", columns.Take(MaxShownColumns))}"
                    + $"{(columns.Count > MaxShownColumns ? ", ..." : "")}.");
        }
    }
}
