using System.Globalization;
using Alerting.Cli.Import.Acled;
using Alerting.Cli.Import.Csv;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Ucdp;
using Alerting.Cli.Import.Upload;
using Alerting.Engine.Catalog;
using Alerting.Engine.Kinds;
using Alerting.Engine.Reports;
using Alerting.Kinds;

namespace Alerting.Cli.Import;

/// <summary>Does one import, from the file to the server or to lines.</summary>
internal sealed class Importer(CliConsole console, TimeProvider clock)
{
    private const int OutputBuffer = 64 << 10;

    /// <exception cref="UsageException">A file that was named cannot be opened.</exception>
    /// <exception cref="CommandFailedException">The file is not of its format, or the server did not take the reports.</exception>
    public async Task RunAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        var catalogs = CatalogsOf(options);
        var crosswalk = options.Regions is null
            ? null
            : await RegionCrosswalk.ReadAsync(options.Regions, catalogs.Regions, cancellationToken);
        await using var file = options.File == ImportOptions.StandardInput ? console.Input() : Open(options.File, File.OpenRead);
        await using var rejected = options.Rejects is null ? null : Open(options.Rejects, File.Create);
        var progress = new ImportProgress(console.Error);
        var rejects = new RejectList(progress.Show, rejected);
        var run = new ImportRun(
            Format(options, new RegionFinder(catalogs.Regions, crosswalk), catalogs.Kinds),
            new ReportParser(catalogs.Regions, catalogs.Kinds),
            rejects,
            clock,
            progress.OnRow);
        if (options.To is { } server)
        {
            var upload = new ServerUpload(server, options.Key!, rejects);
            try
            {
                await progress.RunAsync(
                    file, () => upload.RunAsync((sink, stopping) => run.WriteAsync(file, sink, stopping), cancellationToken));
            }
            finally
            {
                ShowTotals(progress, run, rejects);
                progress.Show(string.Create(
                    CultureInfo.InvariantCulture, $"{server} took {upload.Accepted:N0} and knew {upload.Duplicates:N0} already."));
            }

            return;
        }

        await using var output = new BufferedStream(options.Out is null ? console.Output() : Open(options.Out, File.Create), OutputBuffer);
        try
        {
            await progress.RunAsync(file, () => run.WriteAsync(file, new StreamSink(output), cancellationToken));
        }
        finally
        {
            ShowTotals(progress, run, rejects);
        }
    }

    private static void ShowTotals(ImportProgress progress, ImportRun run, RejectList rejects) => progress.Show(string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Rows:N0} rows read, {run.Reports:N0} made a report, {rejects.Count:N0} rejected"
            + $"{(rejects.Count == 0 ? "" : $": {rejects.Reasons()}")}."));

    private static IEventFormat Format(ImportOptions options, RegionFinder regions, KindCatalog kinds) => options.Format switch
    {
        ImportFormat.UcdpGed => new CsvEvents(new UcdpGedLayout(options, regions, kinds), options),
        ImportFormat.Acled => new CsvEvents(new AcledLayout(options, regions, kinds), options),
        ImportFormat.Geojson => new GeoJsonEvents(new GeoJsonReport(options, regions)),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Format, null),
    };

    private static Catalogs CatalogsOf(ImportOptions options)
    {
        try
        {
            return Catalogs.Load(options.Catalog, File.OpenRead);
        }
        catch (CatalogFileException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static FileStream Open(string path, Func<string, FileStream> open)
    {
        try
        {
            return open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be opened: {exception.Message}");
        }
    }
}
