using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>Reads the tables that are shipped with the product.</summary>
internal static class RegionData
{
    /// <summary>The lines after the header, without those that begin with #.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(RegionData).Assembly.GetManifestResourceStream($"Alerting.Engine.Regions.Data.{file}")!;
        using var reader = new StreamReader(stream);
        var isHeader = true;
        while (reader.ReadLine() is { } line)
        {
            if (line is [] or ['#', ..])
            {
                continue;
            }

            if (!isHeader)
            {
                yield return line;
            }

            isHeader = false;
        }
    }

    /// <summary>Splits a line at its first comma.</summary>
    public static (string Key, string Value) Split(string line)
    {
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        return (line[..comma], line[(comma + 1)..]);
    }
}
