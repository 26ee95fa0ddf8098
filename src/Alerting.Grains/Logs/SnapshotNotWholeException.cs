namespace Alerting.Grains.Logs;

/// <summary>Something is missing that a snapshot refers to.</summary>
[GenerateSerializer, Alias("alerting.SnapshotNotWholeException")]
internal sealed class SnapshotNotWholeException(string message) : Exception(message);
