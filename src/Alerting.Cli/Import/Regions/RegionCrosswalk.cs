using Alerting.Cli.Import.Csv;
using Alerting.Cli.Import.Text;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using nietras.SeparatedValues;

namespace Alerting.Cli.Import.Regions;

/// <summary>
/// What the first-level regions are called, by name. A table with a column <c>iso_3166_2</c>; all other cells are names
/// of that region, several in one cell separated by '|', each with a remark in parentheses if need be.
/// </summary>
internal sealed class RegionCrosswalk
{
    private const string CodeColumn = "iso_3166_2";

    // By the form in which names are compared; the first spelling of each is the one that is shown.
    private readonly Dictionary<string, SortedSet<string>> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">The file is no crosswalk, or names a region that is not in the catalogue.</exception>
    public static async Task<RegionCrosswalk> ReadAsync(string path, RegionCatalog catalog, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = await TextFile.OpenAsync(File.OpenRead(path), null, cancellationToken);
            return await ReadAsync(path, file, catalog, cancellationToken);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || ImportFileException.Is(exception))
        {
            throw new UsageException($"The crosswalk '{path}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>Codes of the regions of this name; more than one where it is ambiguous.</summary>
    public IReadOnlyCollection<string> Find(string name) => _codes.TryGetValue(NameFolding.Fold(name), out var codes) ? codes : [];

    /// <summary>The name that somebody most likely meant, as the crosswalk writes it; null when none is near.</summary>
    public string? Nearest(string name) => NearestName.Find(NameFolding.Fold(name), _codes.Keys) is { } nearest ? _written[nearest] : null;

    private static async Task<RegionCrosswalk> ReadAsync(
        string path, TextFile file, RegionCatalog catalog, CancellationToken cancellationToken)
    {
        using var text = file.OpenText();
        using var reader = await CsvTable.OpenAsync(text, cancellationToken);
        if (!CsvTable.Positions(await CsvTable.NamesAsync(reader, cancellationToken)).TryGetValue(CodeColumn, out var codeColumn))
        {
            throw new UsageException($"The crosswalk '{path}' has no column {CodeColumn}.");
        }

        var crosswalk = new RegionCrosswalk();
        await foreach (var row in reader)
        {
            var code = codeColumn < row.ColCount ? row[codeColumn].ToString().Trim() : "";
            if (code.Length == 0)
            {
                continue;
            }

            if (!catalog.TryGet(code, out _))
            {
                var hint = NearestRegion.Hint(catalog, code);
                throw new UsageException($"The crosswalk '{path}' names the unknown region '{code}' in line {row.LineNumberFrom}"
                    + (hint.Length > 0 ? hint : "."));
            }

            crosswalk.Add(row, codeColumn, code);
        }

        return crosswalk;
    }

    private void Add(SepReader.Row row, int codeColumn, string code)
    {
        for (var i = 0; i < row.ColCount; i++)
        {
            foreach (var name in i == codeColumn ? [] : row[i].ToString().Split('|'))
            {
                Add(name, code);
                if (name.LastIndexOf('(') is > 0 and var remark)
                {
                    Add(name[..remark], code);
                }
            }
        }
    }

    private void Add(string name, string code)
    {
        var folded = NameFolding.Fold(name);
        if (folded.Length > 0)
        {
            _written.TryAdd(folded, name.Trim());
            (_codes.TryGetValue(folded, out var codes) ? codes : _codes[folded] = new SortedSet<string>(StringComparer.Ordinal)).Add(code);
        }
    }
}
