using Alerting.Storage.Logs;

namespace Alerting.Grains.Clocks;

/// <summary>The clock of this process is ahead of the true time. Nothing is written until it is right again.</summary>
[GenerateSerializer, Alias("alerting.ClockUntrustedException")]
public sealed class ClockUntrustedException(string message) : LogStoreUnavailableException(message);
