using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <content>How the region comes to judge by other versions of thresholds.</content>
public sealed partial class RegionEngine
{
    /// <summary>Whether a threshold of this scope judges a region.</summary>
    public static bool Applies(Scope scope, Region region, RegionCatalog catalog) => scope.Depth == Depth.Leaf
        ? scope.Regions.Any(r => r == "*" || catalog.IsWithin(region.Code, r))
        : scope.Regions.Any(r => r == region.Code || (r == "*" && region.Parent is null));

    private void Adopt(IReadOnlyList<ThresholdVersion> versions)
    {
        foreach (var version in versions.OrderBy(static v => v.Id, StringComparer.Ordinal))
        {
            Adopt(version);
        }

        DeriveShown();
    }

    private void Adopt(ThresholdVersion version)
    {
        if (!_thresholds.TryGetValue(version.Id, out var state))
        {
            _thresholds[version.Id] = state = new ThresholdState(version.Id);
        }

        if (state.Version is { } known && known.Version >= version.Version)
        {
            return;
        }

        state.Version = version;
        var former = state.Watch;
        state.KeepTold();

        var next = version.InForce && Applies(version.Definition!) ? Watch(state) : null;
        if (state.Life.Open is { } open && next?.GoesOn(open, _now) != true)
        {
            former!.Retire(_now);
        }

        state.Watch = next;
        Rewatch();
        next?.Adopt(_now);
    }

    private bool Applies(Threshold threshold) => Applies(threshold.Scope, _region, _catalog);

    private void Rewatch() => _watches = [.. _thresholds.Values.Where(static t => t.Watch is not null).Select(static t => t.Watch!)];

    /// <summary>Makes the watch of a threshold anew from the incidents known.</summary>
    private static void Fill(ThresholdState state, WindowWatch watch, ActivityBook activity, long now)
    {
        watch.Book.Horizon = state.Horizon;
        watch.Book.RestoreTold(state.Told.Select(static t => (t.Key.Region, t.Key.Id, t.Value)));
        foreach (var node in activity.Nodes())
        {
            watch.Load(node, now);
        }

        state.Told.Clear();
    }

    private ThresholdWatch Watch(ThresholdState state, WireReader? snapshot = null)
    {
        if (state.Version!.Definition!.Measure == Measure.Level)
        {
            return new LevelWatch(state.Version, state.Life, _context);
        }

        var watch = new WindowWatch(state.Version, state.Life, _context);
        if (snapshot is not null)
        {
            watch.Book.RestorePutAway(snapshot);
        }

        Fill(state, watch, _activity, _now);
        return watch;
    }
}
