namespace Alerting.Regions;

/// <summary>What the live feed of regions tells in an event.</summary>
/// <param name="Items">Regions of the list that show something else than before; after a reset all of them, event by event.</param>
/// <param name="Removed">
/// Codes of regions that are on the list no more, among them possibly some that the caller was never told.
/// </param>
public sealed record RegionChanges(IReadOnlyList<RegionView> Items, IReadOnlyList<string> Removed);
