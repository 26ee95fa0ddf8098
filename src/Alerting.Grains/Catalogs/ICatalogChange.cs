namespace Alerting.Grains.Catalogs;

/// <summary>A change of a catalogue that was asked for.</summary>
public interface ICatalogChange
{
    /// <summary>What became of it.</summary>
    CatalogOutcome Outcome { get; }
}
