using Alerting.Logs;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>The regions that there is anything to show of: those with a log, which has every region that ever took a report, an override or a roll-up.</summary>
internal sealed class RegionBoard(ILogStore store, RegionGrains grains, RegionCatalog catalog, TimeProvider clock)
{
    private const string Prefix = "region/";
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(500);

    private (long At, string[] Codes) _known = (long.MinValue, []);

    /// <summary>Codes in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> CodesAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        if (known.At != long.MinValue && clock.GetElapsedTime(known.At) < s_fresh)
        {
            return known.Codes;
        }

        var at = clock.GetTimestamp();
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var log in store.ListAsync(Prefix, cancellationToken))
        {
            var code = log[Prefix.Length..];
            codes.Add(code);
            codes.UnionWith(catalog.AncestorsOf(code));
        }

        _known = (at, [.. codes]);
        return _known.Codes;
    }

    public async Task<RegionView> ViewAsync(string code) =>
        RegionView.Of(catalog[code], await grains[code].GetStateAsync());
}
