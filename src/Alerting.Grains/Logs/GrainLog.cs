using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>Log messages of the grains; event ids 100..199.</summary>
internal static partial class GrainLog
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Error,
        Message = "Entry {Sequence} of log {Log} could not be written; the activation ends and its callers get an error.")]
    public static partial void CommitFailed(ILogger logger, Exception exception, string log, long sequence);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "A snapshot of log {Log} at {Sequence} could not be saved.")]
    public static partial void SnapshotFailed(ILogger logger, Exception exception, string log, long sequence);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning,
        Message = "{Log} could not hand what is new to {Consumer}; trying again in {Delay}.")]
    public static partial void HopFailed(ILogger logger, Exception exception, string log, string consumer, TimeSpan delay);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "Log {Log} is overdue but its owner could not be woken.")]
    public static partial void WakeFailed(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 104, Level = LogLevel.Warning, Message = "Reading the wake index failed.")]
    public static partial void WakeIndexFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning,
        Message = "Refreshing what operators define failed; what was known last stays in force.")]
    public static partial void CatalogFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 106, Level = LogLevel.Warning,
        Message = "Publishing revisions to the live stream failed; readers catch up by themselves.")]
    public static partial void StreamFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 107, Level = LogLevel.Warning, Message = "No grain owns log {Log}, which is in the wake index.")]
    public static partial void UnknownOwner(ILogger logger, string log);

    [LoggerMessage(EventId = 108, Level = LogLevel.Warning,
        Message = "The answer to entry {Sequence} of log {Log} was lost; the same batch is tried again.")]
    public static partial void AnswerLost(ILogger logger, Exception exception, string log, long sequence);

    [LoggerMessage(EventId = 109, Level = LogLevel.Warning,
        Message = "The wake instant of log {Log} could not be moved; a needless wake may follow.")]
    public static partial void WakeNotMoved(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning,
        Message = "The snapshot of log {Log} at {Sequence} is of another version; the log is applied from its start.")]
    public static partial void SnapshotOfAnotherVersion(ILogger logger, string log, long sequence);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error,
        Message = "The snapshot of log {Log} at {Sequence} is not whole and was removed; the log will be applied from its start.")]
    public static partial void SnapshotNotWhole(ILogger logger, Exception exception, string log, long sequence);

    [LoggerMessage(EventId = 117, Level = LogLevel.Error,
        Message = "The snapshot of log {Log} cannot be read; the log is applied from its start.")]
    public static partial void SnapshotNotRead(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning,
        Message = "Region {Region} could not be notified of what was changed for all; it adopts that with its next input or activation.")]
    public static partial void RegionNotNotified(ILogger logger, Exception exception, string region);

    [LoggerMessage(EventId = 122, Level = LogLevel.Warning,
        Message = "The owner of log '{Log}' could not be told what is held back now; the wake index has it called in seconds.")]
    public static partial void HolderNotWoken(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 113, Level = LogLevel.Information,
        Message = "Log {Log} is long: {Sequence} entries are applied so far; its callers are turned away until it is read.")]
    public static partial void StillRecovering(ILogger logger, string log, long sequence);

    [LoggerMessage(EventId = 114, Level = LogLevel.Information, Message = "Log {Log} is read up to entry {Sequence}.")]
    public static partial void Recovered(ILogger logger, string log, long sequence);

    [LoggerMessage(EventId = 115, Level = LogLevel.Error,
        Message = "Log {Log} could not be read further than entry {Sequence}; the next caller has it tried again.")]
    public static partial void RecoveryFailed(ILogger logger, Exception exception, string log, long sequence);

    [LoggerMessage(
        EventId = 118,
        Level = LogLevel.Warning,
        Message = "What is old could not be removed from log {Log}; it is tried again after the next snapshot.")]
    public static partial void NotTrimmed(ILogger logger, Exception exception, string log);

    [LoggerMessage(
        EventId = 119,
        Level = LogLevel.Warning,
        Message = "What is older than the retention could not be forgotten by {Log}; it is tried again in an hour.")]
    public static partial void NotForgotten(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 116, Level = LogLevel.Information,
        Message = "{Log} is being read and could not ask the region above what it knows; more stays in memory meanwhile.")]
    public static partial void ParentNotAsked(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning,
        Message = "Refreshing the keys failed; the last ones known stay valid.")]
    public static partial void KeysFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 121, Level = LogLevel.Debug, Message = "When keys were used last could not be told; it is known here only.")]
    public static partial void UsesNotTold(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 123, Level = LogLevel.Warning,
        Message = "Nobody is on call by schedule {Schedule} from {From:o} to {To:o}; who is to be called then is not.")]
    public static partial void NobodyOnCall(ILogger logger, string schedule, DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(EventId = 124, Level = LogLevel.Warning,
        Message = "Nobody is on call by schedule {Schedule} from {From:o} on, for good; who is to be called then is not.")]
    public static partial void NobodyOnCallForGood(ILogger logger, string schedule, DateTimeOffset from);

    [LoggerMessage(EventId = 125, Level = LogLevel.Error,
        Message = "Whether somebody is on call could not be found out; it is tried again in a minute.")]
    public static partial void GapsNotFound(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 126, Level = LogLevel.Information,
        Message = "What {Log} shows at rest could not be stored; after a restart it is asked.")]
    public static partial void RestNotStored(ILogger logger, Exception exception, string log);

    [LoggerMessage(EventId = 127, Level = LogLevel.Information,
        Message = "{Snapshot}, what a region showed at rest, cannot be read; the region is asked.")]
    public static partial void RestingUnreadable(ILogger logger, Exception exception, string snapshot);
}
