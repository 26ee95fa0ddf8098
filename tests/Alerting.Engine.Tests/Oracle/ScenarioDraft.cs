using CsCheck;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What one step of a random scenario does.</summary>
internal enum Act
{
    /// <summary>A new report, or a roll-up with a new incident.</summary>
    New,
    Revise,
    Withdraw,

    /// <summary>The same once more.</summary>
    Repeat,

    /// <summary>An older revision than the one known, or the known one with other content.</summary>
    Stale,

    /// <summary>A retraction of a report that has not come yet.</summary>
    RetractUnknown,
    Adopt,

    /// <summary>Somebody at a desk does something to an alert.</summary>
    AtDesk,
    Override,

    /// <summary>An operator says something of towns, or takes it back.</summary>
    Places,

    /// <summary>Two incidents are said to be one, two are said to be two, or a report is taken out of its incident.</summary>
    Settle,
    Clock,

    /// <summary>The clock is set back. What comes then is dated by it.</summary>
    SetClock,
}

/// <summary>Choices from short lists, by index, from which a report or an incident is made.</summary>
/// <param name="Age">Units of time between event and report; negative: the event lies in the future.</param>
internal sealed record FactDraft(int Source, int Place, int Kind, int Grade, int Age, int Killed, int Wounded, int Extra);

/// <param name="Wait">Units of time since the step before; negative: one second.</param>
/// <param name="Target">Which of the reports, incidents, thresholds so far, counted modulo their number.</param>
/// <param name="Facts">One to three; a report needs the first only.</param>
internal sealed record StepDraft(int Wait, Act Act, int Target, int Choice, FactDraft[] Facts);

/// <summary>How a scenario runs in time.</summary>
/// <param name="Unit">All event times are multiples of it, in ticks.</param>
internal sealed record Pace(long Unit, Gen<int> Waits, Gen<int> Ages, int MostSteps)
{
    public static Pace Minutes { get; } = new(
        5 * TimeSpan.TicksPerMinute,
        Gen.Frequency((34, 0), (4, -1), (30, 1), (12, 2), (8, 3), (5, 6), (3, 12), (2, 30), (1, 300)),
        Gen.Frequency((45, 0), (15, 1), (10, 2), (8, 3), (5, 4), (5, 6), (5, 12), (2, 100), (2, 290), (2, -1), (1, -2)),
        60);

    public static Pace Days { get; } = new(
        6 * TimeSpan.TicksPerHour,
        Gen.Frequency((20, 0), (4, -1), (10, 1), (12, 2), (10, 3), (14, 4), (5, 8), (1, 28)),
        Gen.Frequency((60, 0), (8, 1), (8, 2), (4, 4), (4, 12), (3, 40), (2, 100)),
        70);

    /// <summary>Months, so that there are past days with which to compare.</summary>
    public static Pace Months { get; } = new(
        12 * TimeSpan.TicksPerHour,
        Gen.Frequency((16, 0), (3, -1), (20, 1), (20, 2), (14, 3), (8, 4), (4, 9)),
        Gen.Frequency((60, 0), (8, 1), (6, 2), (4, 4), (3, 12), (1, 60)),
        90);

    public Gen<StepDraft[]> Steps => Gen.Select(
        Waits,
        Gen.Frequency(
            (58, Act.New), (16, Act.Revise), (10, Act.Withdraw), (4, Act.Repeat), (3, Act.Stale), (2, Act.RetractUnknown),
            (8, Act.Adopt), (14, Act.AtDesk), (2, Act.Override), (6, Act.Places), (8, Act.Settle), (4, Act.Clock), (1, Act.SetClock)),
        Gen.Int[0, 1_000],
        Gen.Int[0, 1_000],
        Facts.Array[1, 3],
        (wait, act, target, choice, facts) => new StepDraft(wait, act, target, choice, facts)).Array[Fewest, MostSteps];

    private int Fewest => MostSteps > 80 ? 40 : 5;

    private Gen<FactDraft> Facts => Gen.Select(
        Gen.Int[0, 2],
        Gen.Frequency((5, 0), (5, 1), (4, 2), (4, 3), (1, 4), (1, 5), (1, 6)),
        Gen.Frequency((4, 0), (2, 1), (3, 2), (3, 3), (1, 4), (1, 5)),
        Gen.Int[0, 5],
        Ages,
        Gen.Frequency((5, 0), (2, 1), (3, 2), (3, 3), (2, 4), (1, 5)),
        Gen.Frequency((5, 0), (2, 1), (3, 2), (3, 3)),
        Gen.Int[0, 39],
        (source, place, kind, grade, age, killed, wounded, extra) => new FactDraft(source, place, kind, grade, age, killed, wounded, extra));
}
