namespace Alerting.Cli.Import.Layouts;

/// <summary>Which columns hold what, the best first: later ones count where the earlier are empty.</summary>
internal sealed class FieldTable
{
    private readonly Dictionary<ReportField, IReadOnlyList<string>> _columns;

    public FieldTable(params IReadOnlyList<(ReportField Field, string[] Columns)> rows) =>
        _columns = rows.ToDictionary(static row => row.Field, static IReadOnlyList<string> (row) => row.Columns);

    private FieldTable(Dictionary<ReportField, IReadOnlyList<string>> columns) => _columns = columns;

    /// <summary>Columns of a field, none where the data set does not have it.</summary>
    public IReadOnlyList<string> this[ReportField field] => _columns.GetValueOrDefault(field) ?? [];

    /// <summary>The same, where the user names columns for a field those alone.</summary>
    public FieldTable With(IReadOnlyDictionary<ReportField, IReadOnlyList<string>> stated)
    {
        if (stated.Count == 0)
        {
            return this;
        }

        var columns = new Dictionary<ReportField, IReadOnlyList<string>>(_columns);
        foreach (var (field, names) in stated)
        {
            columns[field] = names;
        }

        return new FieldTable(columns);
    }
}
