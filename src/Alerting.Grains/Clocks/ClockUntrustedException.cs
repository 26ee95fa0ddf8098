using Alerting.Storage.Logs;

namespace Alerting.Grains.Clocks;

/// <summary>The clock of this process is ahead of what it can be: nothing is written by it until it is right again.</summary>
[GenerateSerializer, Alias("alerting.ClockUntrustedException")]
public sealed class ClockUntrustedException(string message) : LogStoreUnavailableException(message);
