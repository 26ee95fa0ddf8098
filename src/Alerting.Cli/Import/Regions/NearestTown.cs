using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Regions;

/// <summary>The region of the town of the gazetteer that is nearest to a point.</summary>
internal sealed class NearestTown(Gazetteer gazetteer, RegionCatalog catalog)
{
    /// <summary>
    /// How far the town may be. Of 1,142 places in Iraq known to a town (UCDP GED 2013 and 2014), 1,075 lie that near to a town
    /// of their own governorate, 20 to one of another, and 47 to none.
    /// </summary>
    public const double MaxKilometres = 25;

    /// <summary>So near to a town an event is of that town, whatever simplified boundaries say.</summary>
    public const double InTownKilometres = 5;

    private const double EarthRadius = 6371;
    private const double KilometresADegree = 111;

    // Of a degree: a square and its neighbours in latitude hold all towns that are near enough. None of the gazetteer is so near
    // to the 180th meridian that one beyond it could be.
    private const double Square = 0.25;

    private readonly Dictionary<string, Dictionary<(int Row, int Column), List<Town>>> _squares = new(StringComparer.Ordinal);

    /// <param name="within">Region within which the town must lie; null: anywhere.</param>
    /// <param name="reach">How far the town may be, km; at most <see cref="MaxKilometres"/>.</param>
    /// <returns>Code of the region of the town; null when none is near enough.</returns>
    public string? Find(Location point, string? within, double reach = MaxKilometres)
    {
        var squares = SquaresOf(within ?? "");
        var (best, region) = (reach, (string?)null);
        var columns = (int)Math.Ceiling(MaxKilometres / (KilometresADegree * Math.Max(Math.Cos(Radians(point.Lat)), 0.01)) / Square);
        for (var row = RowOf(point.Lat) - 1; row <= RowOf(point.Lat) + 1; row++)
        {
            for (var column = ColumnOf(point.Lon) - columns; column <= ColumnOf(point.Lon) + columns; column++)
            {
                foreach (var town in squares.GetValueOrDefault((row, column)) ?? [])
                {
                    if (Kilometres(point, town.Location) is var distance && distance <= best)
                    {
                        (best, region) = (distance, town.Region);
                    }
                }
            }
        }

        return region;
    }

    private Dictionary<(int Row, int Column), List<Town>> SquaresOf(string within)
    {
        if (_squares.TryGetValue(within, out var known))
        {
            return known;
        }

        var squares = new Dictionary<(int Row, int Column), List<Town>>();
        foreach (var region in gazetteer.Regions.Where(region => Counts(region, within)))
        {
            foreach (var town in gazetteer.TownsOf(region))
            {
                var square = (RowOf(town.Location.Lat), ColumnOf(town.Location.Lon));
                (squares.TryGetValue(square, out var towns) ? towns : squares[square] = []).Add(new Town(town.Location, region));
            }
        }

        return _squares[within] = squares;
    }

    /// <summary>Towns of which no more is known than the country say nothing where the country has regions.</summary>
    private bool Counts(string region, string within) =>
        catalog.TryGet(region, out var known) && (known.Parent is not null || catalog.ChildrenOf(region).Count == 0)
        && (within.Length == 0 || catalog.IsWithin(region, within));

    private static int RowOf(double latitude) => (int)Math.Floor(latitude / Square);

    private static int ColumnOf(double longitude) => (int)Math.Floor(longitude / Square);

    /// <summary>The haversine formula.</summary>
    private static double Kilometres(Location a, Location b)
    {
        var north = Math.Sin(Radians(b.Lat - a.Lat) / 2);
        var east = Math.Sin(Radians(b.Lon - a.Lon) / 2);
        var half = (north * north) + (Math.Cos(Radians(a.Lat)) * Math.Cos(Radians(b.Lat)) * east * east);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(half, 1)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private readonly record struct Town(Location Location, string Region);
}
