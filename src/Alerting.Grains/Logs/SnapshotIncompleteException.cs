namespace Alerting.Grains.Logs;

/// <summary>A part that a snapshot refers to is missing.</summary>
[GenerateSerializer, Alias("alerting.SnapshotNotWholeException")]
internal sealed class SnapshotIncompleteException(string message) : Exception(message);
