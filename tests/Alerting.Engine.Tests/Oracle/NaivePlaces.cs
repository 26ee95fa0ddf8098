using Alerting.Engine.Names;
using Alerting.Places;
using Alerting.Reports;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// What operators have said of towns: who is joined to whom is found by going from name to name, once for each name until they
/// say something else.
/// </summary>
internal sealed class NaivePlaces
{
    [ThreadStatic]
    private static NaivePlaces? s_current;

    private readonly Dictionary<string, PlaceVersion> _versions = [];
    private readonly Dictionary<(string Region, string Town), List<string>> _names = [];
    private readonly Dictionary<(string Region, string Town), PlaceVersion?> _places = [];

    /// <summary>What the oracle goes by that runs on this thread.</summary>
    public static NaivePlaces Current
    {
        get => s_current ??= new NaivePlaces();
        set => s_current = value;
    }

    public void Adopt(IEnumerable<PlaceVersion> versions)
    {
        foreach (var version in versions.Where(v => !(_versions.GetValueOrDefault(v.Id)?.Version >= v.Version)))
        {
            _versions[version.Id] = version;
            _names.Clear();
            _places.Clear();
        }
    }

    /// <summary>What tells a town from others.</summary>
    public (string Region, string Town) TownOf(string region, string town) =>
        (region, PlaceOf(region, town) is { } place ? $"place {place.Id}" : NamesOf(region, town)[0]);

    /// <summary>How a town is shown.</summary>
    public string Shown(string region, string town) => PlaceOf(region, town)?.Definition!.Name ?? town;

    public Location? LocationOf(string region, string town) => PlaceOf(region, town)?.Definition!.Location;

    /// <summary>The names of a town, folded.</summary>
    public List<string> NamesOf(string region, string town) => Known(_names, region, town, FindNames);

    private List<string> FindNames(string region, string town)
    {
        var name = NameFolding.Fold(town);
        if (Fitting(region, name).Count > 1)
        {
            return [name];
        }

        var joined = Joined(region, name);
        var places = joined.SelectMany(n => Fitting(region, n)).Distinct().ToList();
        return places.Count <= 1 ? joined
            : Fitting(region, name) is [var own] ? [.. Names(own).Where(n => Fitting(region, n).Count == 1).Order(StringComparer.Ordinal)]
            : [name];
    }

    /// <summary>Whether it is settled that two different towns of a region are two.</summary>
    public bool AreTwo(string region, string town, string other) =>
        (PlaceOf(region, town) is not null && PlaceOf(region, other) is not null)
        || NamesOf(region, town).Any(a => NamesOf(region, other).Any(b => Decided(region, NameVerdict.Different).Any(d => Is(d, a, b))));

    /// <summary>All that is said of a town, as a text.</summary>
    public string Said(string region, string town)
    {
        var names = NamesOf(region, town);
        var others = Decided(region, NameVerdict.Different)
            .SelectMany(d => names.Contains(d.First) ? [d.Second] : names.Contains(d.Second) ? [d.First] : Array.Empty<string>())
            .Except(names).Distinct().Order(StringComparer.Ordinal);
        var shown = PlaceOf(region, town)?.Definition!.Name;
        return $"{TownOf(region, town)} {string.Join(' ', names)} / {string.Join(' ', others)} / {LocationOf(region, town)} {shown}";
    }

    private PlaceVersion? PlaceOf(string region, string town) => Known(_places, region, town, FindPlace);

    private PlaceVersion? FindPlace(string region, string town)
    {
        var name = NameFolding.Fold(town);
        if (Fitting(region, name) is { Count: > 0 } fitting)
        {
            return fitting.Count == 1 ? fitting[0] : null;
        }

        return Joined(region, name).SelectMany(n => Fitting(region, n)).Distinct().ToList() is [var only] ? only : null;
    }

    private static T Known<T>(Dictionary<(string Region, string Town), T> known, string region, string town, Func<string, string, T> find)
    {
        if (!known.TryGetValue((region, town), out var value))
        {
            known[(region, town)] = value = find(region, town);
        }

        return value;
    }

    /// <summary>The names to which one leads, by places and decisions, in ordinal order.</summary>
    private List<string> Joined(string region, string name)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal) { name };
        for (var count = 0; count < found.Count;)
        {
            count = found.Count;
            foreach (var known in found.ToList())
            {
                found.UnionWith(Fitting(region, known).SelectMany(Names).Where(n => Fitting(region, n).Count == 1));
                found.UnionWith(Decided(region, NameVerdict.Same)
                    .Where(d => d.First == known || d.Second == known)
                    .Where(d => Fitting(region, d.First).Count < 2 && Fitting(region, d.Second).Count < 2)
                    .SelectMany(d => new[] { d.First, d.Second }));
            }
        }

        return [.. found];
    }

    private List<PlaceVersion> Fitting(string region, string name) =>
        [.. _versions.Values.Where(v => v.Definition?.Region == region && Names(v).Contains(name))];

    private static IEnumerable<string> Names(PlaceVersion place) =>
        place.Definition!.Aliases.Append(place.Definition.Name).Select(NameFolding.Fold).Distinct();

    private IEnumerable<NameDecision> Decided(string region, NameVerdict verdict) =>
        _versions.Values.Select(v => v.Decision).OfType<NameDecision>().Where(d => d.Region == region && d.Verdict == verdict);

    private static bool Is(NameDecision decision, string a, string b) =>
        (decision.First == a && decision.Second == b) || (decision.First == b && decision.Second == a);
}
