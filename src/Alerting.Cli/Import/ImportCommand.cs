using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Alerting.Cli.CommandLine;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>The command <c>import</c>: conflict data as reports, to a server or as lines.</summary>
internal sealed class ImportCommand : Command
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The file to read; - for standard input",
    };

    private readonly Option<ImportFormat?> _format = ValueOption.OneOf<ImportFormat>("--format", "What the file is");

    private readonly Option<Uri> _to = ValueOption.Of(
        "--to",
        "URL",
        "Post to this server, e.g. http://127.0.0.1:5080; to repeat it is safe, what is stored is a duplicate",
        Address);

    private readonly Option<string?> _key = ValueOption.Text(
        "--key",
        "KEY",
        $"Key of a reporter; better in the environment variable {CliEnvironment.KeyVariable}, which others do not see");

    private readonly Option<string?> _out = ValueOption.Text("--out", "FILE", "Write the lines to this file");

    private readonly Option<string?> _rejects = ValueOption.Text(
        "--rejects", "FILE", """List what was rejected here too, as {"line", "reportId", "type", "reason"} a line""");

    private readonly Option<string?> _catalog = ValueOption.Text(
        "--catalog", "FILE", "Regions and kinds of the operator's, as the server has them by Alerting:Catalog");

    private readonly Option<string?> _regions = ValueOption.Text(
        "--regions",
        "FILE",
        "Crosswalk from names to codes: CSV with a column iso_3166_2, all other cells are names of that region, several in one cell "
            + "separated by |");

    private readonly Option<Grade?> _grade = ValueOption.Of("--grade", "GRADE", "Admiralty code of the reports; B2 unless stated", GradeOf);

    private readonly Option<string?> _source = ValueOption.Text(
        "--source", "NAME", "Source of the reports; ucdp-ged and acled unless stated, for geojson where a feature states none");

    private readonly Option<int?> _revision = ValueOption.Of(
        "--revision",
        "N",
        "Revision of the reports; a later release of UCDP GED needs a higher one to correct an earlier. Unless stated: in ACLED the column "
            + "timestamp, else 1",
        RevisionOf);

    private readonly Option<DateRanges?> _ranges = ValueOption.OneOf<DateRanges>(
        "--ranges",
        "An event of which only a range of days is known (UCDP date_prec above 1, ACLED time_precision above 1) is rejected, for it "
            + "would count on one day what happened on many. With keep it stands at the end of its range, as no town and with its "
            + "deaths in the summary only: it adds one incident to a window, but no town and nobody killed");

    private readonly Option<NearTown?> _near = ValueOption.OneOf<NearTown>(
        "--near",
        "What \"near a town\" is. Unless stated, UCDP where_prec 2, \"within 25 km of\", is town and counts as the town named; ACLED "
            + "geo_precision 2, \"near\" or a general area, is area and not counted among the towns hit. Stated, it holds for either");

    private readonly CliEnvironment _environment;

    public ImportCommand(CliConsole console, CliEnvironment environment)
        : base("import", "Makes reports of conflict data: posts them to a server, or writes them as one JSON object a line.")
    {
        _environment = environment;
        Add(_files);
        Option[] options = [_format, _to, _key, _out, _rejects, _catalog, _regions, _grade, _source, _revision, _ranges, _near];
        foreach (var option in options)
        {
            Add(option);
        }

        Add(new HelpOption { Action = new NotedHelp(ImportNotes.Text) });
        SetAction(async (parsed, cancellationToken) =>
        {
            await new Importer(console, environment.Clock).RunAsync(Read(parsed), cancellationToken);
            return ExitCodes.Done;
        });
    }

    /// <exception cref="UsageException">It cannot be meant like this.</exception>
    internal ImportOptions Read(ParseResult parsed)
    {
        var options = new ImportOptions
        {
            Format = parsed.GetValue(_format)
                ?? throw new UsageException($"Name the format: --format {string.Join('|', EnumNames.All<ImportFormat>())}."),
            File = parsed.GetValue(_files) switch
            {
                [var file] => file,
                [var first, var second, ..] => throw new UsageException($"One file at a time: '{first}' or '{second}'."),
                _ => throw new UsageException($"Name the file to import, or {ImportOptions.StandardInput} for standard input."),
            },
            To = parsed.GetValue(_to),
            Key = parsed.GetValue(_key) ?? (parsed.GetValue(_to) is null ? null : _environment.Key),
            Out = parsed.GetValue(_out),
            Rejects = parsed.GetValue(_rejects),
            Catalog = parsed.GetValue(_catalog),
            Regions = parsed.GetValue(_regions),
            Grade = parsed.GetValue(_grade) ?? ImportOptions.DefaultGrade,
            Source = parsed.GetValue(_source),
            Revision = parsed.GetValue(_revision),
            Ranges = parsed.GetValue(_ranges) ?? default,
            Near = parsed.GetValue(_near),
        };
        return options switch
        {
            { To: not null, Out: not null } => throw new UsageException("State --to or --out, not both."),
            { To: not null, Key: null } =>
                throw new UsageException($"--to needs a key: --key, or the environment variable {CliEnvironment.KeyVariable}."),
            { To: null, Key: not null } => throw new UsageException("--key is of use with --to only."),
            _ => options,
        };
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException($"--to must be an http or https address such as http://127.0.0.1:5080, not '{text}'.");

    private static Grade? GradeOf(string text) => Grade.TryParse(text, out var grade)
        ? grade
        : throw new UsageException($"--grade must be an Admiralty code from A1 to F6, not '{text}'.");

    private static int? RevisionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && revision > 0
            ? revision
            : throw new UsageException($"--revision must be an integer from 1, not '{text}'.");
}
