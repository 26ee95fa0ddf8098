using Alerting.Alerts;
using Alerting.Client;
using Alerting.Places;
using Alerting.Reports;

namespace Alerting.Console.Alerts;

/// <summary>
/// Where items of evidence are: where their reports say, else where the town lies that operators have put, else where other evidence in
/// that town says that it is.
/// </summary>
internal sealed class EvidencePlaces
{
    /// <summary>Places that are asked for: a map with more towns than these is read by nobody.</summary>
    private const int MaxPlaces = 2_000;

    private readonly Dictionary<(string Region, string Town), Location> _towns = [];

    /// <param name="places">Those that operators have put.</param>
    public EvidencePlaces(IEnumerable<PlaceView> places)
    {
        foreach (var place in places)
        {
            if (place.Location is { } location)
            {
                foreach (var name in place.Aliases.Prepend(place.Name))
                {
                    _towns.TryAdd((place.Region, name), location);
                }
            }
        }
    }

    /// <summary>Reads the places of a region and those below it, if any item is in a town without saying where.</summary>
    public static async Task<EvidencePlaces> ReadAsync(
        PlacesClient places, string region, IReadOnlyList<EvidenceItem> evidence, CancellationToken cancellationToken) =>
        new(evidence.Any(static item => item is { Location: null, Town: not null })
            ? await places.ListAsync(region, 1_000, cancellationToken).Take(MaxPlaces).ToListAsync(cancellationToken)
            : []);

    /// <summary>Where an item is; null where nobody says.</summary>
    /// <param name="others">All evidence.</param>
    public Location? Of(EvidenceItem item, IEnumerable<EvidenceItem> others) => item switch
    {
        { Location: { } stated } => stated,
        { Town: null } => null,
        _ when _towns.TryGetValue((item.Region, item.Town), out var town) => town,
        _ => others.FirstOrDefault(other => other.Location is not null && other.Town == item.Town && other.Region == item.Region)?.Location,
    };

    /// <summary>What lies at one place is one mark, graver changes first; and what is nowhere is none.</summary>
    public IReadOnlyList<EvidenceMark> Marks(IReadOnlyList<EvidenceRow> rows) =>
    [
        .. rows.Where(static row => row.Change != EvidenceChange.Gone)
            .Select(row => (Row: row, At: Of(row.Item, rows.Select(static other => other.Item))))
            .Where(static pair => pair.At is not null)
            .GroupBy(static pair => (Math.Round(pair.At!.Value.Lat, 3), Math.Round(pair.At.Value.Lon, 3)))
            .Select(static group => new EvidenceMark(group.First().At!.Value, [.. group.Select(static pair => pair.Row)]))
            .OrderBy(static mark => mark.Change == EvidenceChange.None ? 0 : 1),
    ];
}

/// <summary>A mark on the map: all evidence at one place.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Rows">What is there, one item at least.</param>
internal sealed record EvidenceMark(Location At, IReadOnlyList<EvidenceRow> Rows)
{
    /// <summary>New where anything there is new, else changed where anything is.</summary>
    public EvidenceChange Change => Rows.Any(static row => row.Change == EvidenceChange.New) ? EvidenceChange.New
        : Rows.Any(static row => row.Change == EvidenceChange.Changed) ? EvidenceChange.Changed : EvidenceChange.None;

    /// <summary>For people.</summary>
    public string Title => string.Join('\n', Rows.Select(static row =>
        Spoken.Of("{0} {1}, {2} killed", row.Item.Town, row.Item.Kind, row.Item.Killed).TrimStart()
        + (row.Change == EvidenceChange.None ? "" : Spoken.Language.Comma + Spoken.Name(row.Change))));
}
