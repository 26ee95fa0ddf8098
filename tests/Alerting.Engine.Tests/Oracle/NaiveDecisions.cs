namespace Alerting.Engine.Tests.Oracle;

/// <summary>What operators have settled of incidents, by their ids.</summary>
internal sealed class NaiveDecisions
{
    private readonly List<(string One, string Other)> _apart = [];

    /// <summary>For an incident, the one that it was joined to.</summary>
    public Dictionary<string, string> Joined { get; } = [];

    public Dictionary<(string Source, string ReportId), (string OutOf, string Into)> TakenOut { get; } = [];

    public string Resolve(string id) => Joined.TryGetValue(id, out var into) ? Resolve(into) : id;

    public IEnumerable<string> OthersOf(string id) => _apart
        .Select(pair => (One: Resolve(pair.One), Other: Resolve(pair.Other)))
        .Where(pair => pair.One != pair.Other && (pair.One == id || pair.Other == id))
        .Select(pair => pair.One == id ? pair.Other : pair.One)
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Undoes the last join on the way from one of them to what both were joined to.</summary>
    public void Part(string one, string other)
    {
        if (Resolve(one) == Resolve(other))
        {
            var otherLeadsThroughOne = Way(other).Contains(one);
            Joined.Remove(otherLeadsThroughOne || !Joined.ContainsKey(one) ? other : one);
        }

        _apart.Add((Resolve(one), Resolve(other)));
    }

    public bool Mentions(string id) =>
        Joined.ContainsKey(id) || Joined.ContainsValue(id) || TakenOut.Values.Any(taken => taken.Into == id)
        || _apart.Exists(pair => pair.One == id || pair.Other == id);

    private IEnumerable<string> Way(string id)
    {
        while (Joined.TryGetValue(id, out var into))
        {
            yield return id = into;
        }
    }
}
