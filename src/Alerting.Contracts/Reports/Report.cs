using Alerting.Regions;

namespace Alerting.Reports;

/// <summary>
/// A report of a security incident as it was accepted: parsed, validated, its kind resolved. What
/// a reporter sent and never what the system concluded from it.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Report"), SuppressReferenceTracking]
public sealed record Report
{
    /// <summary>The reporter's idempotency key, 1..128 characters; unique within region and source.</summary>
    [Id(0)] public required string ReportId { get; init; }

    /// <summary>1 or more; a higher revision replaces a lower one.</summary>
    [Id(1)] public int Revision { get; init; } = 1;

    /// <summary>The report is withdrawn; all members below <see cref="Region"/> may then be missing.</summary>
    [Id(2)] public bool Retracted { get; init; }

    [Id(3)] public required string Source { get; init; }

    [Id(4)] public required string Region { get; init; }

    /// <summary>Place name as people write it.</summary>
    [Id(5)] public string? Town { get; init; }

    [Id(6)] public Precision Precision { get; init; }

    [Id(7)] public Location? Location { get; init; }

    /// <summary>Slug of the kind catalogue; empty in a retraction that does not state it.</summary>
    [Id(8)] public string Kind { get; init; } = "";

    /// <summary>The kind's family when the report was accepted, so that a replay needs no catalogue.</summary>
    [Id(9)] public Family Family { get; init; }

    /// <summary>The kind's weight when the report was accepted.</summary>
    [Id(10)] public double KindWeight { get; init; }

    /// <summary>Event time as stated.</summary>
    [Id(11)] public DateTimeOffset OccurredAt { get; init; }

    /// <summary>0..1,000,000; null when not stated.</summary>
    [Id(12)] public int? Killed { get; init; }

    /// <summary>0..1,000,000; null when not stated.</summary>
    [Id(13)] public int? Wounded { get; init; }

    [Id(14)] public Grade Grade { get; init; } = Grade.Unknown;

    [Id(15)] public string? IncidentId { get; init; }

    [Id(16)] public IReadOnlyList<string> Actors { get; init; } = [];

    [Id(17)] public string? Summary { get; init; }

    [Id(18)] public string? Url { get; init; }

    /// <summary>When the report was received; stated only in backtests of given reports.</summary>
    [Id(19)] public DateTimeOffset? ReceivedAt { get; init; }
}

/// <summary>WGS 84 degrees.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Location")]
public readonly record struct Location([property: Id(0)] double Lat, [property: Id(1)] double Lon);

/// <summary>How exactly the place is known. Only <see cref="Town"/> counts as a distinct town.</summary>
public enum Precision : byte
{
    Region = 0,
    Area = 1,
    Town = 2,
}

/// <summary>Families of the kind catalogue.</summary>
public enum Family : byte
{
    Battle = 0,
    Explosion = 1,
    AttackOnSecurityForces = 2,
    AttackOnCivilians = 3,
    Unrest = 4,
    Strategic = 5,
}

/// <summary>
/// Admiralty code: reliability of the source A..F, credibility of the information 1..6. F and 6 mean
/// "cannot be judged", not "worst".
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Grade")]
public readonly record struct Grade([property: Id(0)] byte Index)
{
    /// <summary>Number of grades; an index is below it.</summary>
    public const int Count = 36;

    private static readonly int[] s_reliability = [100, 90, 75, 50, 25, 50];

    /// <summary>F6.</summary>
    public static Grade Unknown { get; } = new(35);

    /// <summary>Reliability times credibility, in 1/10,000: an integer, so that products are exact.</summary>
    public int FactorUnits => s_reliability[Index / 6] * s_reliability[Index % 6];

    /// <summary>r x c of the specification, 0.0625..1.</summary>
    public double Factor => FactorUnits / 10_000.0;

    public static bool TryParse(ReadOnlySpan<char> text, out Grade grade)
    {
        grade = default;
        if (text.Length != 2 || text[0] is < 'A' or > 'F' || text[1] is < '1' or > '6')
        {
            return false;
        }

        grade = new Grade((byte)(((text[0] - 'A') * 6) + (text[1] - '1')));
        return true;
    }

    public override string ToString() => $"{(char)('A' + (Index / 6))}{(char)('1' + (Index % 6))}";
}
