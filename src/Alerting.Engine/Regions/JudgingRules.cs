namespace Alerting.Engine.Regions;

/// <summary>
/// The rules by which inputs are judged where they have changed. A log entry says which were in force when it was written,
/// so that a replay leads to the revisions that were published. The numbers are the formats of log entries.
/// </summary>
public enum JudgingRules : byte
{
    /// <summary>
    /// Every update waits until <c>updateEvery</c> is over; a change of any of the 50 heaviest incidents of a level is an
    /// update; a cooldown holds back everything.
    /// </summary>
    First = 1,

    /// <summary>
    /// What raises the measure by half or more does not wait; of a level only the ten heaviest incidents are; a cooldown
    /// does not hold back what is greater than before, or three times the threshold.
    /// </summary>
    Second = 2,

    /// <summary>Alerts that one report raises are one story, which goes up with the incidents that it changed.</summary>
    Third = 3,

    /// <summary>Sentences state times as the clocks of the region show them, too.</summary>
    Fourth = 4,

    /// <summary>An acknowledgement lapses when what was acknowledged has grown.</summary>
    Fifth = 5,

    /// <summary>Those of now.</summary>
    Current = Fifth,
}
