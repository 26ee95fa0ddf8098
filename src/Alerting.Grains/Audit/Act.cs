using Alerting.Access;

namespace Alerting.Grains.Audit;

/// <summary>That somebody changes something: it goes with the call that does it, and into the log beside the change.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Address">From which address; null: from the machine itself, or it is not known.</param>
/// <param name="RequestId">Names the request; null: there is none.</param>
/// <param name="Reason">Why, or null.</param>
[GenerateSerializer, Immutable, Alias("alerting.Act")]
public sealed record Act(
    [property: Id(0)] Actor Actor,
    [property: Id(1)] string? Address,
    [property: Id(2)] string? RequestId,
    [property: Id(3)] string? Reason)
{
    /// <summary>The server itself, or a command on its machine.</summary>
    public static Act OfSystem { get; } = new(Actor.System, null, null, null);

    /// <summary>Of somebody of whom no more is told than the name, as by a process of a version before.</summary>
    public static Act Named(string name, string? reason) => new(new Actor("", name, SubjectKind.Unknown), null, null, reason);
}
