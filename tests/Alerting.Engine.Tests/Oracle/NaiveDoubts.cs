using System.Collections.Concurrent;
using Alerting.Alerts;
using Alerting.Engine.Names;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What of a window is certain: every pair of its incidents, and of its towns, is asked whether it may be one.</summary>
internal static class NaiveDoubts
{
    private const double Metres = 2_000;

    private static readonly ConcurrentDictionary<(string, string), bool> s_alike = [];

    /// <summary>The certain value, and the pairs in doubt by their ids.</summary>
    /// <param name="inside">The incidents of the window, newest first.</param>
    public static (double Certain, IReadOnlyList<(string Earlier, string Later, DoubtReason Reason)> Pairs) Of(
        Measure measure, double value, List<Incident> inside, long window)
    {
        if (measure is Measure.Regions or Measure.Surge or Measure.Level)
        {
            return (value, []);
        }

        if (measure == Measure.Towns)
        {
            var towns = inside.Where(i => i.Town is not null).DistinctBy(TownOf).ToList();
            return (Components(towns, (a, b) => AreAlike(a, b, inside)).Count, Pairs(towns, (a, b) => AreAlike(a, b, inside) ? DoubtReason.AlikeTowns : null));
        }

        DoubtReason? Doubt(Incident a, Incident b) => Between(a, b, inside, window);
        var certain = Components(inside, (a, b) => Doubt(a, b) is not null).Sum(cluster => cluster.Max(i => UnitsOf(measure, i)));
        return (measure == Measure.Weight ? certain / 1e9 : certain, Pairs(inside, Doubt));
    }

    private static DoubtReason? Between(Incident a, Incident b, List<Incident> inside, long window)
    {
        if (a.Region != b.Region || a.Town is null || b.Town is null || a.NamedBy.Intersect(b.NamedBy).Any() || a.Apart.Contains(b.IncidentId)
            || b.Apart.Contains(a.IncidentId))
        {
            return null;
        }

        var otherTown = TownOf(a) != TownOf(b);
        var apart = Math.Abs(a.OccurredAt - b.OccurredAt);
        List<(DoubtReason Reason, bool Fails, bool Mildly)> conditions =
        [
            (DoubtReason.AlikeTowns, otherTown, otherTown && AreAlike(a, b, inside)),
            (DoubtReason.SharedSource, a.Sources.Intersect(b.Sources).Any(), true),
            (DoubtReason.OtherFamily, a.Family != b.Family, true),
            (DoubtReason.FurtherApart, apart > window, apart <= 4 * window && a.Kind == b.Kind),
            (DoubtReason.OtherActors,
                a.Actors.Count > 0 && b.Actors.Count > 0 && !a.Actors.Select(NameFolding.Fold).Intersect(b.Actors.Select(NameFolding.Fold)).Any(),
                true),
        ];
        var failing = conditions.Where(c => c.Fails).ToList();
        return failing.Count == 0 ? DoubtReason.StatedApart
            : failing is [(var reason, _, true)] ? reason
            : null;
    }

    /// <summary>The regions of scenarios are in no gazetteer.</summary>
    private static bool AreAlike(Incident a, Incident b, List<Incident> inside)
    {
        if (a.Region != b.Region || TownOf(a) == TownOf(b))
        {
            return false;
        }

        var places = NaivePlaces.Current;
        if (places.AreTwo(a.Region, a.Town!, b.Town!))
        {
            return false;
        }

        return places.NamesOf(a.Region, a.Town!).Any(one => places.NamesOf(b.Region, b.Town!).Any(two =>
                s_alike.GetOrAdd((one, two), static names => AlikeNames.AreAlike(NameShape.Of(names.Item1), NameShape.Of(names.Item2)))))
            || (PointOf(a, inside) is { } point && PointOf(b, inside) is { } other && AreClose(point, other));
    }

    private static Location? PointOf(Incident incident, List<Incident> inside)
    {
        if (NaivePlaces.Current.LocationOf(incident.Region, incident.Town!) is { } put)
        {
            return put;
        }

        var stated = inside.Where(i => i.Town is not null && TownOf(i) == TownOf(incident) && i.Location is not null).Select(i => i.Location!.Value).ToList();
        return stated.Count == 0 ? null : new Location(Median(stated.Select(l => l.Lat)), Median(stated.Select(l => l.Lon)));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(sorted.Count - 1) / 2];
    }

    /// <summary>On a plane, which is true enough of so small a distance.</summary>
    private static bool AreClose(Location one, Location other)
    {
        var north = (one.Lat - other.Lat) * 111_195;
        var east = (one.Lon - other.Lon) * 111_195 * Math.Cos(one.Lat * Math.PI / 180);
        return (north * north) + (east * east) <= Metres * Metres;
    }

    private static (string Region, string Town) TownOf(Incident incident) => NaivePlaces.Current.TownOf(incident.Region, incident.Town!);

    private static long UnitsOf(Measure measure, Incident incident) => measure switch
    {
        Measure.Incidents => 1,
        Measure.Killed => incident.Killed,
        Measure.Wounded => incident.Wounded,
        Measure.Casualties => (long)incident.Killed + incident.Wounded,
        _ => (long)Math.Round(incident.Weight * 1e9),
    };

    private static List<(string Earlier, string Later, DoubtReason Reason)> Pairs(List<Incident> incidents, Func<Incident, Incident, DoubtReason?> doubt)
    {
        var pairs = new List<(string, string, DoubtReason)>();
        for (var i = 0; i < incidents.Count; i++)
        {
            for (var j = i + 1; j < incidents.Count; j++)
            {
                if (doubt(incidents[i], incidents[j]) is { } reason)
                {
                    Incident[] two = [.. new[] { incidents[i], incidents[j] }.OrderBy(x => x.OccurredAt).ThenBy(x => x.IncidentId, StringComparer.Ordinal)];
                    pairs.Add((two[0].IncidentId, two[1].IncidentId, reason));
                }
            }
        }

        return pairs;
    }

    private static List<List<Incident>> Components(List<Incident> incidents, Func<Incident, Incident, bool> joined)
    {
        var left = incidents.ToList();
        var components = new List<List<Incident>>();
        while (left.Count > 0)
        {
            List<Incident> component = [left[0]];
            left.RemoveAt(0);
            for (var i = 0; i < component.Count; i++)
            {
                var more = left.FindAll(other => joined(component[i], other));
                left.RemoveAll(more.Contains);
                component.AddRange(more);
            }

            components.Add(component);
        }

        return components;
    }
}
