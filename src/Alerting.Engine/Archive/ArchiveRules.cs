namespace Alerting.Engine.Archive;

/// <summary>When incidents are archived. Whatever the rules, what a region shows and raises is the same.</summary>
public sealed record ArchiveRules
{
    /// <summary>Incidents this recent stay: the figures of seven days, and what reports correlate with.</summary>
    public TimeSpan KeepAtLeast { get; init; } = TimeSpan.FromDays(8);

    /// <summary>Fewer are not worth a block.</summary>
    public int MinIncidents { get; init; } = 256;

    /// <summary>Incidents in a block.</summary>
    public int BlockSize { get; init; } = 1_024;

    public static ArchiveRules Default { get; } = new();
}
