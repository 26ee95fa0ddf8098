namespace Alerting.Grains.Regions;

// What operators define for all regions, and the region adopts.
internal sealed partial class RegionGrain
{
    public async Task ThresholdsChangedAsync(long revision)
    {
        EnsureWritable();
        if (_thresholds.Current is not { } known || known.Revision < revision)
        {
            await _thresholds.RefreshAsync(Stopping);
        }

        await JudgeAsync([], static _ => true);
    }

    public async Task PlacesChangedAsync(long revision)
    {
        EnsureWritable();
        if (_places.Current is not { } known || known.Revision < revision)
        {
            await _places.RefreshAsync(Stopping);
        }

        await JudgeAsync([], static _ => true);
    }
}
