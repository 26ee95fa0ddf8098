using Alerting.Engine.Kinds;
using Alerting.Engine.Names;
using Alerting.Kinds;
using Alerting.Reports;

namespace Alerting.Cli.Import.Kinds;

/// <summary>Finds the kind of an event by what the data calls it.</summary>
/// <param name="stated">Kinds by what the data calls them, as the user says; these go before everything else.</param>
/// <param name="otherwise">The kind of events of which the data states none; null: there must be one.</param>
internal sealed class KindFinder(KindCatalog kinds, IReadOnlyDictionary<string, string> stated, string? otherwise)
{
    public KindCatalog Catalog => kinds;

    /// <exception cref="UsageException">A kind that the user names does not exist.</exception>
    public static KindFinder Of(KindCatalog kinds, ImportOptions options)
    {
        foreach (var slug in options.Kinds.Values.Append(options.OtherKind).Where(slug => slug is not null && !kinds.TryGet(slug, out _)))
        {
            var hint = NearestKind.Hint(kinds, slug!);
            throw new UsageException($"There is no kind '{NearestName.Shown(slug!)}' for --kind{(hint.Length > 0 ? hint : ".")}");
        }

        return new KindFinder(kinds, options.Kinds, options.OtherKind);
    }

    /// <summary>What the user says that this is; null when he does not.</summary>
    public string? Stated(string? text) => text is null ? otherwise : stated.GetValueOrDefault(text);

    /// <summary>By the user's word, a slug, a slug in words (<c>Vehicle bomb</c>), or a sub-event type of ACLED.</summary>
    /// <exception cref="RowRejectedException">There is none, or it is none.</exception>
    public string Find(string? text)
    {
        if (Stated(text) is { } slug)
        {
            return slug;
        }

        if (text is null)
        {
            throw RowRejectedException.Missing("no kind is stated; --kind KIND gives one to all such rows");
        }

        return kinds.TryGet(text, out var kind) || kinds.TryGet(InSlug(text), out kind) || kinds.TryGetByAcled(text, out kind)
            ? kind.Slug
            : throw new RowRejectedException(new Fault(
                FaultTypes.UnknownKind,
                $"unknown kind '{NearestName.Shown(text)}' (--kind '{NearestName.Shown(text)}=KIND' says what it is)"
                    + NearestKind.Hint(kinds, text)));
    }

    private static string InSlug(string text) =>
        string.Join('-', text.ToLowerInvariant().Split([' ', '_', '-', '/'], StringSplitOptions.RemoveEmptyEntries));
}
