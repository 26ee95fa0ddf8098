using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Engine.Windows;

/// <summary>
/// Distinct regions below the alert's in which incidents were reported; a region is not counted beside its own
/// descendant. As long as no two regions hit lie one below the other this is plain counting; once they do, the ends
/// that a change touches are counted afresh.
/// </summary>
internal sealed class DistinctRegions(Timeline timeline, long window, string above, RegionCatalog catalog)
    : DistinctCount<string>(timeline, window)
{
    private bool _nested;

    public override long MeasureAt(long at) => _nested ? Count(at) : base.MeasureAt(at);

    public override void Add(long at, string region, DistinctTown? place, long value, bool told)
    {
        base.Add(at, region, place, value, told);
        Recount(at);
    }

    public override void Remove(long at, string region, DistinctTown? place, long value, bool told)
    {
        base.Remove(at, region, place, value, told);
        Recount(at);
    }

    // The catalogue's strings are one object a code, so that tracks can be told apart by reference.
    protected override string? KeyOf(string region, DistinctTown? place) =>
        region != above && catalog.TryGet(region, out var known) ? known.Code : null;

    protected override void OnNewTrack(string key) =>
        _nested = _nested
            || Tracks.Keys.Any(other => !ReferenceEquals(other, key) && (catalog.IsWithin(key, other) || catalog.IsWithin(other, key)));

    protected override long CountOf(IReadOnlyCollection<string> present) =>
        _nested
            ? present.Count(code => !present.Any(other => !ReferenceEquals(other, code) && catalog.IsWithin(other, code)))
            : present.Count;

    protected override void Cover(Track track, long at, bool told, long delta)
    {
        if (!_nested)
        {
            base.Cover(track, at, told, delta);
        }
    }

    private void Recount(long at)
    {
        if (!_nested)
        {
            return;
        }

        var through = at + Window;
        for (var p = Timeline.LowerBound(at); !Timeline.IsEnd(p) && Timeline.At(p) < through; p = Timeline.Next(p))
        {
            Timeline.SetMeasure(p, Count(Timeline.At(p)));
        }
    }
}
