namespace Alerting.Grains.Regions;

// What operators define for all regions.
internal sealed partial class RegionGrain
{
    public Task ThresholdsChangedAsync(long revision) => AdoptAsync(_adoption.KnowThresholdsAsync(revision, Stopping));

    public Task PlacesChangedAsync(long revision) => AdoptAsync(_adoption.KnowPlacesAsync(revision, Stopping));

    private async Task AdoptAsync(Task known)
    {
        await known;
        await JudgeAsync([], static _ => true);
    }
}
