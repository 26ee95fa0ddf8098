using Alerting.Audit;
using Alerting.Grains.Audit;

namespace Alerting.Grains.Catalogs;

/// <summary>Who changes a catalogue.</summary>
/// <param name="Act">Null where a process of a version before asks for it.</param>
/// <param name="Author">The name of who does it.</param>
/// <param name="Reason">Why, or null.</param>
internal readonly record struct CatalogAct(Act? Act, string Author, string? Reason)
{
    /// <summary>What the audit log is told of a change.</summary>
    /// <param name="before">The version in force before; null: there was none.</param>
    /// <param name="after">The version that was made, a deletion or not; it says when.</param>
    /// <param name="describe">Of a version that is no deletion.</param>
    public AuditRecord Change<TVersion>(TVersion? before, TVersion after, Func<TVersion, AuditedVersion> describe)
        where TVersion : class, IVersioned
    {
        AuditedVersion? old = before is null ? null : describe(before);
        AuditedVersion? now = after.IsDeletion ? null : describe(after);
        var either = (now ?? old)!.Value;
        var outcome = now is null ? AuditActions.Deleted : old is null ? AuditActions.Created : AuditActions.Replaced;
        var region = old is null || old.Value.Region == either.Region ? either.Region : null;
        return AuditRecord.Of(
            Act ?? Audit.Act.Named(Author, Reason), after.At, either.Noun + outcome, after.Id, region, old?.Shown, now?.Shown);
    }
}

/// <summary>A version of a catalogue, as the audit log has it.</summary>
/// <param name="Noun">What it is, see <see cref="AuditActions"/>.</param>
/// <param name="Region">Code of the one region that it concerns; null: several or all.</param>
/// <param name="Shown">As its route shows it, JSON.</param>
internal readonly record struct AuditedVersion(string Noun, string? Region, string Shown)
{
    /// <summary>The one region of a list in which none means all.</summary>
    public static string? OneOf(IReadOnlyList<string> regions) => regions is [var only] && only != "*" ? only : null;
}
