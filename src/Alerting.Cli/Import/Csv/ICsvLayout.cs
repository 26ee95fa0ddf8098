namespace Alerting.Cli.Import.Csv;

/// <summary>What the columns of a data set mean.</summary>
internal interface ICsvLayout
{
    /// <summary>What the data set is called.</summary>
    string Name { get; }

    string IdColumn { get; }

    /// <summary>Columns without which the file is something else.</summary>
    IReadOnlyList<string> RequiredColumns { get; }

    /// <exception cref="RowRejectedException">The row makes no report.</exception>
    ImportedEvent Map(CsvRow row);
}
