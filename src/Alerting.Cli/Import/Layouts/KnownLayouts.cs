using Alerting.Cli.Import.Acled;
using Alerting.Cli.Import.Gdacs;
using Alerting.Cli.Import.Gdelt;
using Alerting.Cli.Import.Gtd;
using Alerting.Cli.Import.Mapped;
using Alerting.Cli.Import.Ucdp;
using Alerting.Cli.Import.Usgs;

namespace Alerting.Cli.Import.Layouts;

/// <summary>The data sets whose columns are known.</summary>
internal static class KnownLayouts
{
    /// <summary>In the order in which a file is compared with them.</summary>
    public static IReadOnlyList<RecordLayout> All(ImportOptions options) =>
    [
        new UcdpGedLayout(options.Near), new AcledLayout(options.Near), new GtdLayout(options.Near), new GdeltLayout(), new GdacsLayout(),
        new UsgsLayout(),
    ];

    /// <summary>Null for GeoJSON whose properties are the members of a report, which no layout need explain.</summary>
    public static RecordLayout? Of(ImportFormat format, ImportOptions options) => format switch
    {
        ImportFormat.UcdpGed => new UcdpGedLayout(options.Near),
        ImportFormat.Acled => new AcledLayout(options.Near),
        ImportFormat.Gdelt => new GdeltLayout(),
        ImportFormat.Gtd => new GtdLayout(options.Near),
        ImportFormat.Gdacs => new GdacsLayout(),
        ImportFormat.Usgs => new UsgsLayout(),
        ImportFormat.Csv => new MappedLayout(isGeoJson: false),
        ImportFormat.Geojson => options.Fields.Count > 0 ? new MappedLayout(isGeoJson: true) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
