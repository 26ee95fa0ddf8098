using Alerting.Cli.Import.Records;
using Alerting.Reports;

namespace Alerting.Cli.Import.Layouts;

/// <summary>What the columns of a data set mean.</summary>
internal abstract class RecordLayout
{
    /// <summary>What the data set is called.</summary>
    public abstract string Name { get; }

    /// <summary>Slug of the data set, which is the source of its reports and begins the ids of its incidents; null: a row tells.</summary>
    public abstract string? DataSet { get; }

    /// <summary>Grade of its reports unless stated.</summary>
    public abstract Grade Grade { get; }

    /// <summary>What is where.</summary>
    public abstract FieldTable Fields { get; }

    /// <summary>Columns without which the file is something else; of several spellings of one any will do.</summary>
    public abstract IReadOnlyList<string[]> RequiredColumns { get; }

    /// <summary>Columns with dates whose order of day and month is found from the file.</summary>
    public virtual IReadOnlyList<ReportField> Dates { get; } = [ReportField.OccurredAt, ReportField.Until];

    /// <summary>Names of the columns of a file without a header; null: it has one.</summary>
    public virtual IReadOnlyList<string>? Columns => null;

    /// <summary>Its files are collections of features and no tables.</summary>
    public virtual bool IsGeoJson => false;

    /// <summary>The deaths are in the summary in any case.</summary>
    public virtual bool TellsDeaths => false;

    /// <summary>Column of the row's own id.</summary>
    public string? IdColumn => Fields[ReportField.ReportId] is [var column, ..] ? column : null;

    /// <summary>Whether a row tells of something else than an incident, and is passed over for that.</summary>
    public virtual bool PassesOver(SourceRecord record) => false;

    /// <exception cref="RowRejectedException">The row makes no report.</exception>
    public abstract DraftEvent Read(FieldReader row);

    protected static Grade GradeOf(string text) =>
        Grade.TryParse(text, out var grade) ? grade : throw new ArgumentException($"{text} is no grade.", nameof(text));
}
