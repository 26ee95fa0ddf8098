namespace Alerting.OnCall;

/// <summary>Who is on call when. Of several layers the last that has somebody counts, and an override counts before all of them.</summary>
[GenerateSerializer, Immutable, Alias("alerting.OnCallSchedule")]
public sealed record OnCallSchedule : IRegional
{
    /// <summary>The most layers of a schedule.</summary>
    public const int MaxLayers = 20;

    /// <summary>The most contacts of a layer.</summary>
    public const int MaxContacts = 100;

    /// <summary>The most overrides of a schedule.</summary>
    public const int MaxOverrides = 1_000;

    /// <summary>How long a turn is at the least.</summary>
    public static readonly TimeSpan MinShift = TimeSpan.FromMinutes(15);

    /// <summary>And at the most.</summary>
    public static readonly TimeSpan MaxShift = TimeSpan.FromDays(366);

    /// <summary>How far ahead gaps are looked for when a schedule is saved or read.</summary>
    public static readonly TimeSpan GapsAhead = TimeSpan.FromDays(28);

    /// <summary>The most gaps that are told.</summary>
    public const int MaxGaps = 100;

    /// <summary>The most regions that a schedule names.</summary>
    public const int MaxNamed = 1_000;

    /// <summary>Name of the time zone (IANA) in whose local time shifts change.</summary>
    [Id(0)] public required string TimeZone { get; init; }

    /// <summary>1..20.</summary>
    [Id(1)] public required IReadOnlyList<ScheduleLayer> Layers { get; init; }

    /// <summary>Somebody takes over for a time. Of several the last in the list counts.</summary>
    [Id(2)] public IReadOnlyList<ScheduleOverride> Overrides { get => field ?? []; init; }

    /// <summary>Codes, each with its subtree: nobody without access to them sees or changes it; empty: all.</summary>
    [Id(3)] public IReadOnlyList<string> Regions { get => field ?? []; init; }
}

/// <summary>Contacts that take turns.</summary>
[GenerateSerializer, Immutable, Alias("alerting.ScheduleLayer")]
public sealed record ScheduleLayer
{
    /// <summary>Ids, in the order of their turns.</summary>
    [Id(0)] public required IReadOnlyList<string> Contacts { get; init; }

    /// <summary>When the first turn begins.</summary>
    [Id(1)] public required DateTimeOffset StartsAt { get; init; }

    /// <summary>
    /// How long a turn is, PT15M to P366D. Whole days and weeks are counted in local time, so that turns change at the same time of day
    /// before and after the clocks change; anything else in elapsed time.
    /// </summary>
    [Id(2)] public required Duration Shift { get; init; }

    /// <summary>
    /// The part of each local day in which the layer has somebody, such as <c>08:00-20:00</c> or, over midnight,
    /// <c>20:00-08:00</c>; null: always.
    /// </summary>
    [Id(3)] public string? Between { get; init; }
}

/// <summary>Somebody takes over for a time.</summary>
[GenerateSerializer, Immutable, Alias("alerting.ScheduleOverride")]
public sealed record ScheduleOverride
{
    /// <summary>Id of who takes over.</summary>
    [Id(0)] public required string Contact { get; init; }

    /// <summary>From this instant on.</summary>
    [Id(1)] public required DateTimeOffset From { get; init; }

    /// <summary>Until before this one.</summary>
    [Id(2)] public required DateTimeOffset To { get; init; }
}

/// <summary>A version of a schedule. Numbers go on after a delete.</summary>
/// <param name="Id">Of the schedule.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
[GenerateSerializer, Immutable, Alias("alerting.OnCallScheduleVersion")]
public sealed record OnCallScheduleVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] OnCallSchedule? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author) : IVersioned<OnCallSchedule>
{
    bool IVersioned.IsDeletion => Definition is null;
}
