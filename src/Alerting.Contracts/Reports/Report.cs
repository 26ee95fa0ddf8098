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

    /// <summary>Who reports, 1..64 characters; copies of one wire share a source.</summary>
    [Id(3)] public required string Source { get; init; }

    /// <summary>Code of the catalogue. A report never moves to another region.</summary>
    [Id(4)] public required string Region { get; init; }

    /// <summary>Place name as people write it.</summary>
    [Id(5)] public string? Town { get; init; }

    /// <summary>How exactly the place is known.</summary>
    [Id(6)] public Precision Precision { get; init; }

    /// <summary>Null when not stated.</summary>
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

    /// <summary>How far it is to be believed.</summary>
    [Id(14)] public Grade Grade { get; init; } = Grade.Unknown;

    /// <summary>The incident that it tells of, 1..204 characters; null where the reporter does not know.</summary>
    [Id(15)] public string? IncidentId { get; init; }

    /// <summary>Who did it, at most 16, as people write their names.</summary>
    [Id(16)] public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>What happened, in at most 4,000 characters; null when not stated.</summary>
    [Id(17)] public string? Summary { get; init; }

    /// <summary>
    /// Where it can be read: an absolute http or https address of at most 2,048 characters; null when not stated.
    /// </summary>
    [Id(18)] public string? Url { get; init; }

    /// <summary>When the report was received; stated only in backtests of given reports.</summary>
    [Id(19)] public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>
    /// <see cref="Location"/> lies more than 50 km outside of <see cref="Region"/>, by the boundaries when the report was
    /// accepted.
    /// </summary>
    [Id(20)] public bool LocationDoubt { get; init; }
}

/// <summary>WGS 84 degrees.</summary>
/// <param name="Lat">Latitude, -90 to 90; north is positive.</param>
/// <param name="Lon">Longitude, -180 to 180; east is positive.</param>
[GenerateSerializer, Immutable, Alias("alerting.Location")]
public readonly record struct Location([property: Id(0)] double Lat, [property: Id(1)] double Lon);

/// <summary>How exactly the place is known. Only what is precise to the town counts as a distinct town.</summary>
public enum Precision : byte
{
    /// <summary>Somewhere in the region.</summary>
    Region = 0,

    /// <summary>In an area of the region, such as a district or a road; a town that is named stands for it.</summary>
    Area = 1,

    /// <summary>In the town that is named.</summary>
    Town = 2,
}

/// <summary>What kinds of incidents have in common, so that thresholds need not name each kind.</summary>
public enum Family : byte
{
    /// <summary>Fighting between armed groups, and ground they take.</summary>
    Battle = 0,

    /// <summary>Bombs, mines, shells, missiles and air strikes.</summary>
    Explosion = 1,

    /// <summary>Armed attacks on police and soldiers and their posts and prisons.</summary>
    AttackOnSecurityForces = 2,

    /// <summary>Shootings, assassinations, abductions, sexual violence and mass killings.</summary>
    AttackOnCivilians = 3,

    /// <summary>Protests, riots, mobs and looting.</summary>
    Unrest = 4,

    /// <summary>
    /// What changes the situation without an attack: arrests, checkpoints, movements, agreements. Adds nothing to a
    /// score by default.
    /// </summary>
    Strategic = 5,
}

/// <summary>
/// Admiralty code: reliability of the source A..F, credibility of the information 1..6. F and 6 mean
/// "cannot be judged", not "worst".
/// </summary>
/// <param name="Index">6 x reliability (A is 0, F is 5) + credibility - 1: 0 for A1 to 35 for F6.</param>
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

    /// <summary>
    /// Reliability times credibility, 0.0625..1: A and 1 are 1, B and 2 .9, C and 3 .75, D and 4 .5, E and 5 .25, F and
    /// 6 .5.
    /// </summary>
    public double Factor => FactorUnits / 10_000.0;

    /// <summary>Reads a grade as it is written, A1..F6, capital letters only.</summary>
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
