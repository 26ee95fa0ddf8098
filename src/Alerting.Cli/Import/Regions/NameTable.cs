namespace Alerting.Cli.Import.Regions;

/// <summary>Names in data sets that the catalogue does not have, as they stand beside this code.</summary>
internal static class NameTable
{
    /// <summary>Pairs of the code of a region and a name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string file)
    {
        using var stream = typeof(NameTable).Assembly.GetManifestResourceStream($"Alerting.Cli.Import.Regions.Data.{file}")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line is [not '#', ..] && line.Split(',', 2) is [var code, var name] && code != "code")
            {
                yield return KeyValuePair.Create(code, name);
            }
        }
    }
}
