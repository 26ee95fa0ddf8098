using System.Text.Json.Serialization;
using Alerting.Reports;

namespace Alerting.Kinds;

/// <summary>A kind of incident, with what it is called in the two reference data sets of the field.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Kind")]
public sealed record Kind
{
    /// <summary>Slug of a-z, 0-9 and '-', 1..64 characters.</summary>
    [JsonPropertyName("kind")]
    [Id(0)] public required string Slug { get; init; }

    /// <summary>The family that it is counted in where a threshold names families.</summary>
    [Id(1)] public required Family Family { get; init; }

    /// <summary>What an incident of this kind adds to a region's score before grade and casualties; 0..100.</summary>
    [Id(2)] public required double Weight { get; init; }

    /// <summary>The ACLED sub-event type that describes this kind best; several kinds may name the same. Null when none does.</summary>
    [Id(3)] public AcledType? Acled { get; init; }

    /// <summary>ACLED sub-event types that are read as this kind; each belongs to one kind only.</summary>
    [Id(4)] public IReadOnlyList<string> AcledSubEventTypes { get; init; } = [];

    /// <summary>
    /// UCDP types of violence under which this kind is recorded when somebody dies, the usual one first: 1 state-based
    /// conflict, 2 non-state conflict, 3 one-sided violence. Which of them depends on who fights whom.
    /// </summary>
    [Id(5)] public IReadOnlyList<int> Ucdp { get; init; } = [];
}

/// <summary>Type and sub-type of the ACLED codebook, written as there.</summary>
/// <param name="EventType">Event type, such as Explosions/Remote violence.</param>
/// <param name="SubEventType">Sub-event type, such as Suicide bomb.</param>
[GenerateSerializer, Immutable, Alias("alerting.AcledType")]
public sealed record AcledType(
    [property: Id(0)] string EventType,
    [property: Id(1)] string SubEventType);
