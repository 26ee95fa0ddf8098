using System.Collections.Concurrent;
using Alerting.Engine.Regions;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>
/// The regions that have something to show: those with a log, that is, those that ever took a report, an override or a roll-up. A
/// single process sees every change of a region, so a region without changes is not called again, not even when figures decay: it
/// costs only the memory of its last state, and need not be active.
/// </summary>
internal sealed class RegionBoard(
    StoredRegions stored,
    RegionGrains grains,
    RegionCatalog catalog,
    RegionStamps stamps,
    DeploymentMode deployment,
    TimeProvider clock)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(500);

    // A log may have begun with an entry whose answer was lost, and which is not counted.
    private static readonly TimeSpan s_freshAlone = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ShownRegion> _shown = new(StringComparer.Ordinal);
    private volatile Listed? _listed;

    /// <summary>Codes in ordinal order.</summary>
    public async ValueTask<IReadOnlyList<string>> CodesAsync(CancellationToken cancellationToken)
    {
        var listed = _listed;
        var fresh = deployment.IsSingleSilo ? s_freshAlone : s_fresh;
        if (listed is not null && listed.Begun == stamps.Begun && clock.GetElapsedTime(listed.At) < fresh)
        {
            return listed.Codes;
        }

        var at = clock.GetTimestamp();
        var begun = stamps.Begun;
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var code in stored.CodesAsync(cancellationToken))
        {
            codes.Add(code);
            codes.UnionWith(catalog.AncestorsOf(code));
        }

        _listed = listed = new Listed(at, begun, [.. codes]);
        return listed.Codes;
    }

    /// <summary>The state of a region, including all changes that were answered as durable before this call.</summary>
    public ValueTask<ShownRegion> ShowAsync(string code)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var minute = now / TimeSpan.TicksPerMinute;
        var stamp = deployment.IsSingleSilo ? stamps.Find(code) : null;
        if (stamp is not null && _shown.TryGetValue(code, out var shown) && shown.IsOf(stamp))
        {
            if (shown.HoldsIn(minute))
            {
                return new ValueTask<ShownRegion>(shown);
            }

            if (shown.Later(catalog[code], now) is { } later)
            {
                // Unless it was read meanwhile, which is newer.
                _shown.TryUpdate(code, later, shown);
                return new ValueTask<ShownRegion>(later);
            }
        }

        return ReadAsync(code, stamp?.Committed ?? -1, minute);
    }

    private async ValueTask<ShownRegion> ReadAsync(string code, long committed, long minute)
    {
        // Entries that are committed from here on make this state count as outdated, even if it contains them already.
        var state = await grains[code].GetStateAsync();
        var view = RegionViews.Of(catalog[code], state);
        var shown = new ShownRegion(view, state.Steps, committed, minute, state.Figures.Decays, state.Outlook);
        if (committed >= 0)
        {
            _shown[code] = shown;
        }

        return shown;
    }

    /// <param name="Begun">How many logs had been begun before they were listed.</param>
    private sealed record Listed(long At, long Begun, IReadOnlyList<string> Codes);
}
