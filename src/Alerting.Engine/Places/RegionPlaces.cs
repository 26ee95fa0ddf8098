using Alerting.Engine.Doubts;
using Alerting.Engine.Names;
using Alerting.Places;

namespace Alerting.Engine.Places;

/// <summary>
/// What operators have said of the towns of one region, by folded name. A name that fits two places is settled by neither, nor
/// is one that decisions join to two.
/// </summary>
internal sealed class RegionPlaces
{
    /// <summary>Before the id of a place in the key of its town: no folded name begins with it.</summary>
    private const string PlaceMark = "\u0001";

    private readonly Dictionary<string, SettledTown> _towns = new(StringComparer.Ordinal);

    /// <param name="versions">Those in force that are about the region, by id.</param>
    /// <param name="former">What was known before: a town of which the same is said stays the same object.</param>
    public RegionPlaces(IReadOnlyList<PlaceVersion> versions, RegionPlaces? former)
    {
        var places = versions.Where(static v => v.Definition is not null).ToList();
        var decisions = versions.Where(static v => v.Decision is not null).Select(static v => v.Decision!).ToList();
        var fits = NamesOf(places);
        var names = fits.Keys.Concat(decisions.SelectMany(static d => new[] { d.First, d.Second }))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var town in Join(places, fits, names, decisions).Select(Build))
        {
            var known = former?.Find(town.Names[0]);
            var same = known?.SaysTheSame(town) == true ? known : town;
            foreach (var name in town.Names)
            {
                _towns[name] = same;
            }
        }

        SettledTown Build(Group group)
        {
            var others = decisions.Where(static d => d.Verdict == NameVerdict.Different)
                .Where(d => group.Names.Contains(d.First) != group.Names.Contains(d.Second))
                .Select(d => group.Names.Contains(d.First) ? d.Second : d.First)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return new SettledTown
            {
                Key = group.Place is { } put ? PlaceMark + put.Id : group.Names[0],
                Name = group.Place?.Definition!.Name,
                Names = group.Names,
                Others = [.. others],
                Location = group.Place?.Definition!.Location,
            };
        }
    }

    public SettledTown? Find(string folded) => _towns.GetValueOrDefault(folded);

    /// <summary>For each folded name, the numbers of the places that have it.</summary>
    private static SortedDictionary<string, List<int>> NamesOf(List<PlaceVersion> places)
    {
        var fits = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var number = 0; number < places.Count; number++)
        {
            var place = places[number].Definition!;
            foreach (var name in place.Aliases.Prepend(place.Name).Select(NameFolding.Fold).Distinct(StringComparer.Ordinal))
            {
                if (name.Length > 0)
                {
                    (fits.TryGetValue(name, out var numbers) ? numbers : fits[name] = []).Add(number);
                }
            }
        }

        return fits;
    }

    /// <summary>The towns: names joined by being of one place or by decision.</summary>
    private static IEnumerable<Group> Join(
        List<PlaceVersion> places, SortedDictionary<string, List<int>> fits, List<string> names, List<NameDecision> decisions)
    {
        // Things are the names, then the places.
        var clusters = new Clusters(names.Count + places.Count);
        foreach (var (name, numbers) in fits)
        {
            if (numbers is [var only])
            {
                clusters.Join(NumberOf(name), names.Count + only);
            }
        }

        foreach (var decision in decisions.Where(static d => d.Verdict == NameVerdict.Same))
        {
            if (!IsContested(decision.First) && !IsContested(decision.Second))
            {
                clusters.Join(NumberOf(decision.First), NumberOf(decision.Second));
            }
        }

        var placesOf = Enumerable.Range(0, places.Count).ToLookup(number => clusters.Of(names.Count + number));
        foreach (var cluster in names.GroupBy(name => clusters.Of(NumberOf(name))))
        {
            var within = placesOf[cluster.Key].ToList();
            if (within.Count <= 1)
            {
                yield return new Group([.. cluster], within.Count == 1 ? places[within[0]] : null);
                continue;
            }

            // Decisions have joined two places: each keeps its own names, and the others are settled by neither.
            foreach (var own in cluster.GroupBy(name => fits.TryGetValue(name, out var numbers) ? numbers[0] : -1))
            {
                if (own.Key >= 0)
                {
                    yield return new Group([.. own], places[own.Key]);
                    continue;
                }

                foreach (var name in own)
                {
                    yield return new Group([name], null);
                }
            }
        }

        int NumberOf(string name) => names.BinarySearch(name, StringComparer.Ordinal);

        bool IsContested(string name) => fits.TryGetValue(name, out var numbers) && numbers.Count > 1;
    }

    private sealed record Group(List<string> Names, PlaceVersion? Place);
}
