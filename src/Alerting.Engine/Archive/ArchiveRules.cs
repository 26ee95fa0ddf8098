namespace Alerting.Engine.Archive;

/// <summary>
/// When incidents are archived. These rules decide about memory alone: whatever they are, a region shows and raises
/// the same.
/// </summary>
public sealed record ArchiveRules
{
    /// <summary>
    /// Incidents younger than this stay in memory: the figures of the last seven days and correlation need them.
    /// Default 8 days.
    /// </summary>
    public TimeSpan KeepAtLeast { get; init; } = TimeSpan.FromDays(8);

    /// <summary>A block is written only for at least this many incidents. Default 256.</summary>
    public int MinIncidents { get; init; } = 256;

    /// <summary>Incidents in a block. Default 1,024.</summary>
    public int BlockSize { get; init; } = 1_024;

    /// <summary>The rules of a running region.</summary>
    public static ArchiveRules Default { get; } = new();
}
