using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Kinds;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Cli.Import.Layouts;

/// <summary>One record, its values by what they mean.</summary>
internal sealed class FieldReader(SourceRecord record, FieldTable fields, DateReader dates, KindFinder kinds)
{
    private static readonly string[] s_precisions = [.. EnumNames.All<Precision>()];

    /// <summary>The record itself, for what only its data set knows.</summary>
    public SourceRecord Record => record;

    public KindFinder Kinds => kinds;

    public string? Text(ReportField field) => record.Text(fields[field]);

    /// <exception cref="RowRejectedException">It is not there.</exception>
    public string Required(ReportField field) => record.Required(fields[field]);

    /// <summary>All columns of a field that hold something.</summary>
    public IReadOnlyList<string> Texts(ReportField field) => [.. fields[field].Select(record.Text).Where(static text => text is not null)!];

    /// <exception cref="RowRejectedException">It is no integer.</exception>
    public int? Integer(ReportField field) => record.Integer(fields[field]);

    /// <exception cref="RowRejectedException">It is no number.</exception>
    public double? Number(ReportField field) => record.Number(fields[field]);

    /// <exception cref="RowRejectedException">It is no date.</exception>
    public EventTime? Date(ReportField field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        var time = field == ReportField.OccurredAt ? Text(ReportField.Time) : null;
        return dates.TryRead(time is null ? text : $"{text} {time}", out var read)
            ? read
            : throw RowRejectedException.Invalid($"{NameOf(field)} '{text}{(time is null ? "" : " " + time)}' is not a date");
    }

    /// <exception cref="RowRejectedException">It is not there, or no date.</exception>
    public EventTime RequiredDate(ReportField field)
    {
        _ = Required(field);
        return Date(field)!.Value;
    }

    /// <exception cref="RowRejectedException">It is no number.</exception>
    public Location? Point()
    {
        if (Text(ReportField.Location) is not { } text)
        {
            return record.Point(fields[ReportField.Lat], fields[ReportField.Lon]);
        }

        return PointText.TryRead(text, out var point)
            ? point
            : throw RowRejectedException.Invalid($"{NameOf(ReportField.Location)} '{NearestName.Shown(text)}' is no point");
    }

    /// <summary>As the contract names it.</summary>
    /// <exception cref="RowRejectedException">It is none of these.</exception>
    public Precision? StatedPrecision() => Text(ReportField.Precision) is not { } text ? null
        : EnumNames.TryParse<Precision>(text.ToLowerInvariant(), out var precision) ? precision
        : throw RowRejectedException.Invalid(
            $"{NameOf(ReportField.Precision)} '{NearestName.Shown(text)}' is none of {string.Join(", ", s_precisions)}");

    /// <param name="named">Names of the first-level region.</param>
    /// <param name="point">A point of the region that is meant; null: there is none.</param>
    public PlaceHints Place(IReadOnlyList<string> named, Location? point) => new()
    {
        Names = named,
        Country = Text(ReportField.Country),
        Point = point,
    };

    private string NameOf(ReportField field) =>
        fields[field].FirstOrDefault(column => record.Text(column) is not null) ?? ReportFields.NameOf(field);
}
