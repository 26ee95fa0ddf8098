using System.Globalization;
using System.Runtime.InteropServices;
using Alerting.Engine.Kinds;
using Alerting.Kinds;
using Alerting.Server.Catalog;
using Alerting.Server.Reports;

namespace Alerting.Server.Import;

/// <summary>Where the command reads and writes besides its files.</summary>
internal sealed record ImportConsole(Func<Stream> Input, Func<Stream> Output, TextWriter Error)
{
    public static ImportConsole Standard { get; } = new(Console.OpenStandardInput, Console.OpenStandardOutput, Console.Error);
}

/// <summary>The command <c>import</c>: conflict data as reports, to a server or as lines.</summary>
internal sealed class ImportCommand(ImportConsole console, TimeProvider clock)
{
    /// <summary>Environment variable with the key that is used when none is named: command lines are seen by others.</summary>
    public const string KeyVariable = "ALERTING_KEY";

    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    /// <summary>As a process of its own that a signal ends.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await new ImportCommand(ImportConsole.Standard, TimeProvider.System).RunAsync(arguments, Environment.GetEnvironmentVariable(KeyVariable), stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    /// <returns>The exit code: 0 done, with rejects or without, 1 the file or the server failed, 2 wrong usage.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, string? defaultKey, CancellationToken cancellationToken)
    {
        try
        {
            if (arguments.Any(static a => a is "--help" or "-h"))
            {
                await using var output = new StreamWriter(console.Output());
                await output.WriteAsync(ImportHelp.Text);
                return Done;
            }

            await RunAsync(ImportArguments.Parse(arguments, defaultKey), cancellationToken);
            return Done;
        }
        catch (UsageException misused)
        {
            await console.Error.WriteLineAsync(misused.Message);
            return Misused;
        }
        catch (Exception failure) when (failure is ImportFileException or ServerRefusedException or IOException)
        {
            await console.Error.WriteLineAsync(failure.Message);
            return Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("Cancelled.");
            return Failed;
        }
    }

    private async Task RunAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        var catalogs = CatalogsOf(options);
        var crosswalk = options.Regions is null ? null : await RegionCrosswalk.ReadAsync(options.Regions, catalogs.Regions, cancellationToken);
        await using var file = options.File == ImportOptions.StandardInput ? console.Input() : Open(options.File, File.OpenRead);
        await using var rejected = options.Rejects is null ? null : Open(options.Rejects, File.Create);
        var progress = new ImportProgress(console.Error);
        var rejects = new RejectList(progress.Tell, rejected);
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
                await progress.RunAsync(file, () => upload.RunAsync((sink, stopping) => run.WriteAsync(file, sink, stopping), cancellationToken));
            }
            finally
            {
                Total(progress, run, rejects);
                progress.Tell(string.Create(CultureInfo.InvariantCulture, $"{server} took {upload.Accepted:N0} and knew {upload.Duplicates:N0} already."));
            }

            return;
        }

        await using var output = new BufferedStream(options.Out is null ? console.Output() : Open(options.Out, File.Create), 64 << 10);
        try
        {
            await progress.RunAsync(file, () => run.WriteAsync(file, new StreamSink(output), cancellationToken));
        }
        finally
        {
            Total(progress, run, rejects);
        }
    }

    private static void Total(ImportProgress progress, ImportRun run, RejectList rejects) => progress.Tell(string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Rows:N0} rows read, {run.Reports:N0} made a report, {rejects.Count:N0} rejected{(rejects.Count == 0 ? "" : $": {rejects.Reasons()}")}."));

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
            return Catalogs.Load(options.Catalog);
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
