using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Engine.Windows;

/// <summary>
/// Counts the distinct regions, below the region of the alert, in which incidents were reported. A region is not
/// counted when a descendant of it is. As long as none of them lies below another this is plain counting; otherwise
/// the ends that a change touches are counted from scratch.
/// </summary>
internal sealed class DistinctRegions(Timeline timeline, long window, string above, RegionCatalog catalog)
    : DistinctCount<string>(timeline, window)
{
    private bool _nested;

    public override long MeasureAt(long at) => _nested ? Count(at) : base.MeasureAt(at);

    public override void Add(long at, string region, DistinctTown? town, long value, bool told)
    {
        base.Add(at, region, town, value, told);
        Recount(at);
    }

    public override void Remove(long at, string region, DistinctTown? town, long value, bool told)
    {
        base.Remove(at, region, town, value, told);
        Recount(at);
    }

    // The catalogue has one string object for each code, so keys can be compared by reference.
    protected override string? KeyOf(string region, DistinctTown? town) =>
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
