namespace Alerting.Incidents;

/// <summary>What an operator has settled of an incident and another of its region.</summary>
/// <param name="IncidentId">Id of the other.</param>
/// <param name="Verdict">Whether it is the same.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; null where nothing was said.</param>
[GenerateSerializer, Immutable, Alias("alerting.SettledIncident")]
public sealed record SettledIncident(
    [property: Id(0)] string IncidentId,
    [property: Id(1)] IncidentVerdict Verdict,
    [property: Id(2)] string By,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string? Reason);

/// <summary>Whether two incidents are one.</summary>
public enum IncidentVerdict : byte
{
    /// <summary>The other was joined to this one: what is reported of it is of this one.</summary>
    Joined = 0,

    /// <summary>They are two, and in no doubt.</summary>
    Parted = 1,
}
