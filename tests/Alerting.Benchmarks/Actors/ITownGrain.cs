namespace Alerting.Benchmarks;

/// <summary>The detector of one region. Public, as Orleans asks for.</summary>
public interface ITownGrain : IGrainWithStringKey
{
    ValueTask<bool> TakeAsync(Sighting sighting);
}

/// <summary>A bare Orleans grain around the detector.</summary>
public sealed class TownGrain : Grain, ITownGrain
{
    private readonly Detector _detector = new();

    public ValueTask<bool> TakeAsync(Sighting sighting) => ValueTask.FromResult(_detector.Take(sighting));
}
