namespace Alerting.Places;

/// <summary>
/// Two names of one region and the id by which the API calls them: <c>{region}.{name}.{name}</c>, the names folded and in
/// ordinal order. A folded name has no point in it, so the id can be read from its end.
/// </summary>
/// <param name="Region">Code of the region.</param>
/// <param name="First">The smaller name, folded.</param>
/// <param name="Second">The greater one, folded.</param>
public sealed record NamePair(string Region, string First, string Second)
{
    private const char Separator = '.';

    /// <summary>The pair of two folded names, in whatever order.</summary>
    public static NamePair Of(string region, string name, string other) =>
        string.CompareOrdinal(name, other) <= 0 ? new NamePair(region, name, other) : new NamePair(region, other, name);

    /// <summary>Reads an id; false where it is none. Whether the region exists and the names are folded is not looked at.</summary>
    public static bool TryParse(string id, out NamePair? pair)
    {
        ArgumentNullException.ThrowIfNull(id);
        pair = null;
        var second = id.LastIndexOf(Separator);
        var first = second > 0 ? id.LastIndexOf(Separator, second - 1) : -1;
        if (first <= 0 || second - first < 2 || second == id.Length - 1)
        {
            return false;
        }

        var found = new NamePair(id[..first], id[(first + 1)..second], id[(second + 1)..]);
        pair = string.CompareOrdinal(found.First, found.Second) < 0 ? found : null;
        return pair is not null;
    }

    /// <summary>The id.</summary>
    public override string ToString() => $"{Region}{Separator}{First}{Separator}{Second}";
}
