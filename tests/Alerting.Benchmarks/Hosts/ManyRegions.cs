using System.Globalization;
using System.Text;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>Leaf regions: those shipped as long as they suffice, else those of a catalogue made for the purpose.</summary>
/// <param name="Codes">The leaves.</param>
/// <param name="Catalog">The file with them; null where they are shipped.</param>
internal sealed record ManyRegions(IReadOnlyList<string> Codes, string? Catalog)
{
    private const int PerRoot = 100;

    public static ManyRegions Of(int count)
    {
        var shipped = RegionCatalog.Iso.Codes.Where(static code =>
            RegionCatalog.Iso[code].Parent is not null && RegionCatalog.Iso.ChildrenOf(code).Count == 0).ToList();
        return count <= shipped.Count
            ? new ManyRegions([.. Enumerable.Range(0, count).Select(i => shipped[(int)((long)i * shipped.Count / count)])], null)
            : Make(count);
    }

    private static ManyRegions Make(int count)
    {
        var codes = new List<string>(count);
        var text = new StringBuilder("{\"regions\":[");
        for (var i = 0; i < count; i++)
        {
            var root = string.Create(CultureInfo.InvariantCulture, $"N{i / PerRoot:00000}");
            if (i % PerRoot == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"code\":\"{root}\",\"name\":\"Root {i / PerRoot}\"}}");
            }

            var code = string.Create(CultureInfo.InvariantCulture, $"{root}-{i % PerRoot:00}");
            codes.Add(code);
            text.Append(CultureInfo.InvariantCulture, $",{{\"code\":\"{code}\",\"name\":\"Leaf {i}\",\"parent\":\"{root}\"}}");
        }

        return new ManyRegions(codes, text.Append("]}").ToString());
    }
}
