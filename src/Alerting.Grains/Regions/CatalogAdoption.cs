using Alerting.Engine.Regions;
using Alerting.Grains.Places;
using Alerting.Grains.Thresholds;

namespace Alerting.Grains.Regions;

/// <summary>Finds what operators have defined that the silo knows and a region has not adopted.</summary>
internal sealed class CatalogAdoption(RegionEngine engine, string code, ThresholdCache thresholds, PlaceCache places)
{
    /// <summary>Revision of the catalogue of thresholds of which everything is adopted.</summary>
    private long _thresholds = -1;

    /// <summary>The same of the catalogue of places.</summary>
    private long _places = -1;

    /// <summary>Completes when this silo has read the catalogues.</summary>
    public async ValueTask KnownAsync(CancellationToken cancellationToken)
    {
        await thresholds.GetAsync(cancellationToken);
        await places.GetAsync(cancellationToken);
    }

    /// <summary>Completes when this silo knows a revision of the thresholds.</summary>
    public Task KnowThresholdsAsync(long revision, CancellationToken cancellationToken) =>
        thresholds.KnowAsync(revision, cancellationToken);

    /// <summary>Completes when this silo knows a revision of the places.</summary>
    public Task KnowPlacesAsync(long revision, CancellationToken cancellationToken) => places.KnowAsync(revision, cancellationToken);

    /// <summary>From now on the region is notified of changes.</summary>
    public void Activated()
    {
        thresholds.Activated(code);
        places.Activated(code);
    }

    /// <summary>It is not any more.</summary>
    public void Deactivated()
    {
        thresholds.Deactivated(code);
        places.Deactivated(code);
    }

    /// <summary>What to adopt before anything else is applied: places first, so that thresholds judge by them; mostly nothing.</summary>
    public RegionInput[] Pending() => (Places(), Thresholds()) switch
    {
        (null, null) => [],
        ({ } settled, null) => [settled],
        (null, { } adopt) => [adopt],
        ({ } settled, { } adopt) => [settled, adopt],
    };

    private PlacesInput? Places()
    {
        if (places.Current is not { } catalog || catalog.Revision == _places)
        {
            return null;
        }

        var changed = catalog.Versions.Where(engine.View.IsConcernedBy).ToList();
        if (changed.Count > 0)
        {
            return new PlacesInput(changed);
        }

        _places = catalog.Revision;
        return null;
    }

    private AdoptInput? Thresholds()
    {
        if (thresholds.Current is not { } catalog || catalog.Revision == _thresholds)
        {
            return null;
        }

        var known = engine.View.AdoptedThresholds.ToDictionary(static t => t.Id, static t => t.Version, StringComparer.Ordinal);
        var changed = catalog.Versions.Where(v => known.GetValueOrDefault(v.Id) < v.Version && engine.View.IsConcernedBy(v)).ToList();
        if (changed.Count > 0)
        {
            return new AdoptInput(changed);
        }

        _thresholds = catalog.Revision;
        return null;
    }
}
