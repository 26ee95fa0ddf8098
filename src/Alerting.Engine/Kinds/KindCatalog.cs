using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Kinds;
using Alerting.Reports;

namespace Alerting.Engine.Kinds;

/// <summary>
/// All kinds of an installation: those shipped with the product and those that the operator adds. Immutable; every
/// process of a cluster must have the same.
/// </summary>
public sealed class KindCatalog
{
    private static readonly Lazy<KindCatalog> s_shipped = new(() => new KindCatalog(ReadShipped()));

    private readonly Kind[] _kinds;
    private readonly FrozenDictionary<string, Kind> _bySlug;
    private readonly FrozenDictionary<string, Kind> _byAcled;

    /// <summary>Creates a catalogue of these kinds.</summary>
    /// <exception cref="ArgumentException">
    /// A slug occurs twice or is malformed, a weight is outside 0..100, an ACLED sub-event type is read as two kinds, or a UCDP
    /// type is outside 1..3.
    /// </exception>
    public KindCatalog(IEnumerable<Kind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        _kinds = [.. kinds];
        var bySlug = new Dictionary<string, Kind>(StringComparer.Ordinal);
        var byAcled = new Dictionary<string, Kind>(StringComparer.Ordinal);
        foreach (var kind in _kinds)
        {
            Check(kind);
            if (!bySlug.TryAdd(kind.Slug, kind))
            {
                throw new ArgumentException($"Kind '{kind.Slug}' is defined twice.", nameof(kinds));
            }

            foreach (var type in kind.AcledSubEventTypes)
            {
                if (!byAcled.TryAdd(type, kind))
                {
                    throw new ArgumentException(
                        $"ACLED sub-event type '{type}' is read both as '{byAcled[type].Slug}' and as '{kind.Slug}'.", nameof(kinds));
                }
            }
        }

        _bySlug = bySlug.ToFrozenDictionary(StringComparer.Ordinal);
        _byAcled = byAcled.ToFrozenDictionary(StringComparer.Ordinal);
        Slugs = [.. _kinds.Select(kind => kind.Slug)];
    }

    /// <summary>The kinds shipped with the product.</summary>
    public static KindCatalog Shipped => s_shipped.Value;

    /// <summary>All kinds, in the order in which they were given.</summary>
    public IReadOnlyList<Kind> Kinds => _kinds;

    /// <summary>All slugs, in the order of <see cref="Kinds"/>.</summary>
    public IReadOnlyList<string> Slugs { get; }

    /// <summary>The kind with this slug.</summary>
    /// <exception cref="KeyNotFoundException">There is no such kind.</exception>
    public Kind this[string slug] => _bySlug[slug];

    /// <summary>Finds the kind with this slug.</summary>
    public bool TryGet(string slug, [NotNullWhen(true)] out Kind? kind) => _bySlug.TryGetValue(slug, out kind);

    /// <summary>Finds the kind that an ACLED sub-event type is imported as.</summary>
    public bool TryGetByAcled(string subEventType, [NotNullWhen(true)] out Kind? kind) => _byAcled.TryGetValue(subEventType, out kind);

    /// <summary>A new catalogue of these kinds and more.</summary>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public KindCatalog With(IEnumerable<Kind> more) => new(_kinds.Concat(more));

    private static void Check(Kind kind)
    {
        if (!Slug.IsValid(kind.Slug))
        {
            throw new ArgumentException($"'{kind.Slug}' is not a slug: {Slug.Rule}.");
        }

        if (kind.Weight is not (>= 0 and <= 100))
        {
            throw new ArgumentException($"The weight of kind '{kind.Slug}' is not within 0..100.");
        }

        if (!Enum.IsDefined(kind.Family))
        {
            throw new ArgumentException($"The family of kind '{kind.Slug}' is unknown.");
        }

        if (kind.Ucdp.Any(type => type is < 1 or > 3))
        {
            throw new ArgumentException($"A UCDP type of kind '{kind.Slug}' is not within 1..3.");
        }
    }

    private static List<Kind> ReadShipped()
    {
        using var stream = typeof(KindCatalog).Assembly.GetManifestResourceStream("Alerting.Engine.Kinds.Data.kinds.json")!;
        return JsonSerializer.Deserialize(stream, KindJsonContext.Default.ListKind)!;
    }
}

[JsonSerializable(typeof(List<Kind>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(EnumNameJsonConverter<Family>)])]
internal sealed partial class KindJsonContext : JsonSerializerContext;
