namespace Alerting.Alerts;

/// <summary>Two incidents of one region that may be one, or two names that may be one town's, and why.</summary>
/// <param name="Region">Code of the region in which both were reported.</param>
/// <param name="Earlier">Id of the incident that occurred earlier; of two names, of the latest incident under the one.</param>
/// <param name="Later">Id of the other.</param>
/// <param name="EarlierTown">Its town as it is shown; null when it names none.</param>
/// <param name="LaterTown">That of the other; null when it names none.</param>
/// <param name="Reason">What speaks for one incident, and what against.</param>
[GenerateSerializer, Immutable, Alias("alerting.Doubt")]
public sealed record Doubt(
    [property: Id(0)] string Region,
    [property: Id(1)] string Earlier,
    [property: Id(2)] string Later,
    [property: Id(3)] string? EarlierTown,
    [property: Id(4)] string? LaterTown,
    [property: Id(5)] DoubtReason Reason);

/// <summary>Why two incidents may be one although their reports were not joined.</summary>
public enum DoubtReason : byte
{
    /// <summary>Town, time, family and actors agree, and the sources differ: only the ids that were stated keep them apart.</summary>
    StatedApart = 0,

    /// <summary>All agrees but the towns, whose names are alike or which stand within 2 km of each other.</summary>
    AlikeTowns = 1,

    /// <summary>All agrees, and a source tells of both, as a wire does that tells its story anew under a new id.</summary>
    SharedSource = 2,

    /// <summary>All agrees but the families of their kinds.</summary>
    OtherFamily = 3,

    /// <summary>All agrees, the kind included, but the times, which are up to four correlation windows apart.</summary>
    FurtherApart = 4,

    /// <summary>All agrees but the actors: both name some and none in common.</summary>
    OtherActors = 5,
}
