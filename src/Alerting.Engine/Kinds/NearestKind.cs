using System.Runtime.CompilerServices;
using Alerting.Engine.Names;
using Alerting.Kinds;
using Alerting.Reports;

namespace Alerting.Engine.Kinds;

/// <summary>
/// Finds the kinds that somebody most likely meant by an unknown slug: first by the slug written in words, by what
/// ACLED or UCDP call it, or by a family; only then by a slug with similar spelling.
/// </summary>
public static class NearestKind
{
    private static readonly string[] s_ucdpTypes = ["state-based conflict", "non-state conflict", "one-sided violence"];

    private static readonly ConditionalWeakTable<KindCatalog, Dictionary<string, string[]>> s_names = [];

    /// <summary>Slugs, the likeliest first; empty when nothing is similar.</summary>
    public static IReadOnlyList<string> Find(KindCatalog kinds, string text)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > NearestName.MaxLength)
        {
            return [];
        }

        return s_names.GetValue(kinds, NamesOf).TryGetValue(NameFolding.Fold(text), out var slugs) ? slugs
            : NearestName.Find(text, kinds.Slugs) is { } slug ? [slug]
            : [];
    }

    /// <summary>The end of a fault's sentence: <c>; did you mean 'vehicle-bomb'?</c>, or nothing when no kind is similar.</summary>
    public static string Hint(KindCatalog kinds, string text) => NearestName.Hint(Find(kinds, text), static slug => $"'{slug}'");

    private static Dictionary<string, string[]> NamesOf(KindCatalog kinds)
    {
        // One name may stand for several kinds; those for which it is the closest term count.
        var names = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Add(static kind => [kind.Slug]);
        Add(static kind => kind.AcledSubEventTypes);
        Add(static kind => kind.Acled is { } acled ? [acled.SubEventType] : []);
        Add(static kind => kind.Acled is { } acled ? [acled.EventType] : []);
        Add(static kind => [EnumNames.ToName(kind.Family)]);
        Add(static kind => kind.Ucdp is [var usual, ..] ? [s_ucdpTypes[usual - 1]] : []);
        return names;

        void Add(Func<Kind, IEnumerable<string>> called)
        {
            var slugs = kinds.Kinds.SelectMany(kind => called(kind).Select(name => (Name: NameFolding.Fold(name), kind.Slug)));
            foreach (var group in slugs.GroupBy(static n => n.Name, static n => n.Slug, StringComparer.Ordinal))
            {
                names.TryAdd(group.Key, [.. group]);
            }
        }
    }
}
