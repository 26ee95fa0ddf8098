using Alerting.Engine.Incidents;

namespace Alerting.Engine.Regions;

/// <summary>The kind of the next item in a log entry. The numbers are in stored data: never reuse one.</summary>
internal enum RecordTag : byte
{
    /// <summary>A report. A number behind the id of its incident is found by <see cref="IdSuffix.Revision"/>.</summary>
    Report = 1,
    RollUp = 2,
    Adopt = 3,
    Override = 4,

    /// <summary>An acknowledgement as versions of before wrote it, see <see cref="AlertAct"/>.</summary>
    Acknowledge = 5,


    /// <summary>A report whose incident has a number behind its id that is found by <see cref="IdSuffix.NextFree"/>.</summary>
    ReportOfNextFreeId = 6,
    SetClock = 7,
    Forget = 8,
    Places = 9,
    Join = 10,
    Part = 11,
    Outage = 12,
    AlertAct = 13,
    Clock = 32,
    Revision = 64,
}
