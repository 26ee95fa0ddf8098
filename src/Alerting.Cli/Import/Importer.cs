using System.Globalization;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Text;
using Alerting.Cli.Import.Upload;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Catalog;
using Alerting.Engine.Reports;

namespace Alerting.Cli.Import;

/// <summary>Does one import, from the file to the server or to lines.</summary>
internal sealed class Importer(CliConsole console, TimeProvider clock)
{
    private const int OutputBuffer = 64 << 10;

    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">A file that was named cannot be opened.</exception>
    /// <exception cref="CommandFailedException">The file is not of its format, or the server did not take the reports.</exception>
    public async Task<int> RunAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        var catalogs = CatalogsOf(options);
        IRegionFinder regions = options.Regions is null
            ? new BuiltInRegions(catalogs.Regions, RegionBoundaries.Load(catalogs.Regions))
            : new CrosswalkRegions(catalogs.Regions, await RegionCrosswalk.ReadAsync(options.Regions, catalogs.Regions, cancellationToken));
        var stream = options.File == ImportOptions.StandardInput ? console.Input() : Open(options.File, File.OpenRead);
        await using var output = options.To is null ? Output(options.Out) : null;
        await using var file = await TextFile.OpenAsync(stream, options.Encoding, cancellationToken);
        await using var rejected = options.Rejects is null ? null : Open(options.Rejects, File.Create);
        var progress = new ImportProgress(console.Error);
        if (file.EncodingNote is { } encoding)
        {
            progress.Show(encoding);
        }

        var rejects = new RejectList(progress.Show, rejected);
        var formats = new EventFormats(options, regions, clock, progress.Show);
        var run = new ImportRun(
            await formats.FindAsync(file, catalogs.Kinds, cancellationToken),
            new ReportParser(catalogs.Regions, catalogs.Kinds),
            rejects,
            clock,
            progress.OnRow);
        var totals = new ImportTotals(progress, run, rejects);
        return options.To is { } server
            ? await UploadAsync(new ServerUpload(server, options.Key!, rejects), server, file, run, totals, cancellationToken)
            : await WriteAsync(output!, file, run, totals, cancellationToken);
    }

    private static async Task<int> UploadAsync(
        ServerUpload upload, Uri server, TextFile file, ImportRun run, ImportTotals totals, CancellationToken cancellationToken)
    {
        try
        {
            await totals.Progress.RunAsync(
                file.Bytes, () => upload.RunAsync((sink, stopping) => run.WriteAsync(file, sink, stopping), cancellationToken));
        }
        finally
        {
            totals.Show();
            totals.Progress.Show(string.Create(
                CultureInfo.InvariantCulture, $"{server} took {upload.Accepted:N0} and knew {upload.Duplicates:N0} already."));
        }

        return upload.Accepted + upload.Duplicates > 0 ? ExitCodes.Done : ExitCodes.Nothing;
    }

    private static async Task<int> WriteAsync(
        Stream output, TextFile file, ImportRun run, ImportTotals totals, CancellationToken cancellationToken)
    {
        try
        {
            await totals.Progress.RunAsync(file.Bytes, () => run.WriteAsync(file, new StreamSink(output), cancellationToken));
        }
        finally
        {
            totals.Show();
        }

        return run.Reports > 0 ? ExitCodes.Done : ExitCodes.Nothing;
    }

    private BufferedStream Output(string? path) => new(path is null ? console.Output() : Open(path, File.Create), OutputBuffer);

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
