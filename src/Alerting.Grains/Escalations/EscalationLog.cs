using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Escalations;

/// <summary>Log messages of escalations; event ids 160..169.</summary>
internal static partial class EscalationLog
{
    [LoggerMessage(EventId = 160, Level = LogLevel.Warning,
        Message = "Steps of escalations are due and could not be called; again in {Delay}.")]
    public static partial void StepsPutOff(ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(EventId = 161, Level = LogLevel.Warning, Message = "Call {Key} could not be attempted; again in {Delay}.")]
    public static partial void CallPutOff(ILogger logger, Exception exception, string key, TimeSpan delay);

    [LoggerMessage(EventId = 162, Level = LogLevel.Warning, Message = "Call {Key} is given up: {Error}.")]
    public static partial void GivenUp(ILogger logger, string key, string? error);

    [LoggerMessage(EventId = 163, Level = LogLevel.Warning,
        Message = "Nobody of step {Step} of policy {Policy} could be reached for alert {AlertId}.")]
    public static partial void Unreached(ILogger logger, string alertId, string policy, int step);

    [LoggerMessage(EventId = 164, Level = LogLevel.Warning,
        Message = "The ledger has forgotten {From} to {To} before escalations read it; they go on with what is left.")]
    public static partial void Skipped(ILogger logger, long from, long to);
}
