using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Text;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>The command <c>import</c>: conflict data as reports, to a server or as lines.</summary>
internal sealed class ImportCommand : Command
{
    private static readonly string[] s_usualEncodings =
    [
        "utf-8", "utf-16", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-6", "iso-8859-9", "iso-8859-15", "windows-1250",
        "windows-1251", "windows-1252", "windows-1254", "windows-1256", "gb18030", "big5", "shift_jis", "koi8-r",
    ];

    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The file to read; - for standard input",
    };

    private readonly Option<ImportFormat?> _format = ValueOption.OneOf<ImportFormat>(
        "--format", "What the file is; found from its columns or properties unless stated");

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
        "Crosswalk from names to codes, in place of the product's own names and towns: CSV with a column iso_3166_2, all other cells are "
            + "names of that region, several in one cell separated by |");

    private readonly Option<Grade?> _grade = ValueOption.Of(
        "--grade",
        "GRADE",
        "Admiralty code of the reports; unless stated that of the data set: B2, of gdelt D4, of gdacs and usgs A2",
        GradeOf);

    private readonly Option<string?> _source = ValueOption.Text(
        "--source", "NAME", "Source of the reports; unless stated the data set's name, for csv and geojson where a row states none");

    private readonly Option<int?> _revision = ValueOption.Of(
        "--revision",
        "N",
        "Revision of the reports; a later release of UCDP GED needs a higher one to correct an earlier. Unless stated: in ACLED the column "
            + "timestamp, else 1",
        RevisionOf);

    private readonly Option<DateRanges?> _ranges = ValueOption.OneOf<DateRanges>(
        "--ranges",
        "An event of which only a range of days is known stands, with short (which is what happens unless stated), at the end of its "
            + "range when that is six days or fewer: with its deaths, and as no town; a longer one is rejected, for it would count on one "
            + "day what happened on many. With reject all are rejected; with keep a longer one, too, stands at the end of its range, as no "
            + "town and with its deaths in the summary only");

    private readonly Option<DateOrder?> _dateOrder = ValueOption.OneOf<DateOrder>(
        "--date-order", "Whether 3/4/2022 is 3 April (dmy) or 4 March (mdy); found from the whole file unless stated");

    private readonly Option<Encoding?> _encoding = ValueOption.Of(
        "--encoding",
        "NAME",
        "Encoding of the file, such as windows-1256; unless stated UTF-8, UTF-16 with its mark, windows-1252, ISO-8859-1 or ISO-8859-15, "
            + "found from the file",
        EncodingOf);

    private readonly Option<string[]> _fields = Repeated(
        "--field",
        "FIELD=COLUMN",
        $"Column or property that holds a field, as in town=City; may be repeated. Fields: {string.Join(", ", ReportFields.Names)}");

    private readonly Option<string[]> _kinds = Repeated(
        "--kind",
        "[TEXT=]KIND",
        "Kind of what the data calls TEXT, as in Bombing=ied; without TEXT the kind of events of which the data states none. May be "
            + "repeated");

    private readonly Option<NearTown?> _near = ValueOption.OneOf<NearTown>(
        "--near",
        "What \"near a town\" is. Unless stated, UCDP where_prec 2, \"within 25 km of\", and GTD vicinity 1 are town and count as the town "
            + "named; ACLED geo_precision 2, \"near\" or a general area, is area and not counted among the towns hit. Stated, it holds for "
            + "all");

    private readonly CliEnvironment _environment;

    public ImportCommand(CliConsole console, CliEnvironment environment)
        : base("import", "Makes reports of conflict data: posts them to a server, or writes them as one JSON object a line.")
    {
        _environment = environment;
        Add(_files);
        Option[] options =
        [
            _format, _fields, _kinds, _to, _key, _out, _rejects, _catalog, _regions, _grade, _source, _revision, _ranges, _near, _dateOrder,
            _encoding,
        ];
        foreach (var option in options)
        {
            Add(option);
        }

        Add(new HelpOption { Action = new NotedHelp(ImportNotes.Text) });
        SetAction(async (parsed, cancellationToken) =>
            await new Importer(console, environment.Clock).RunAsync(Read(parsed), cancellationToken));
    }

    /// <exception cref="UsageException">It cannot be meant like this.</exception>
    internal ImportOptions Read(ParseResult parsed)
    {
        var kinds = parsed.GetValue(_kinds) ?? [];
        var options = new ImportOptions
        {
            Format = parsed.GetValue(_format),
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
            Grade = parsed.GetValue(_grade),
            Source = parsed.GetValue(_source),
            Revision = parsed.GetValue(_revision),
            Ranges = parsed.GetValue(_ranges) ?? default,
            Near = parsed.GetValue(_near),
            DateOrder = parsed.GetValue(_dateOrder),
            Encoding = parsed.GetValue(_encoding),
            Fields = ReportFields.Read(parsed.GetValue(_fields) ?? []),
            Kinds = KindsOf(kinds),
            OtherKind = kinds.LastOrDefault(static kind => !kind.Contains('=', StringComparison.Ordinal)),
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

    private static Encoding? EncodingOf(string text) => Strict.Named(text) ?? throw new UsageException(
        CommandFault.WithHint($"--encoding knows no encoding '{text}'", text, s_usualEncodings));

    private static Dictionary<string, string> KindsOf(IEnumerable<string> kinds)
    {
        var stated = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var kind in kinds)
        {
            if (kind.LastIndexOf('=') is >= 0 and var equals)
            {
                stated[kind[..equals].Trim()] = kind[(equals + 1)..].Trim();
            }
        }

        return stated;
    }

    private static Option<string[]> Repeated(string name, string valueName, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
    };
}
