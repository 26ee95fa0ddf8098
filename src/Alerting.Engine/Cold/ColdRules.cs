namespace Alerting.Engine.Cold;

/// <summary>When incidents are put away. Whatever the rules, what a region shows and raises is the same.</summary>
public sealed record ColdRules
{
    /// <summary>Incidents this recent stay: the figures of seven days, and what reports correlate with.</summary>
    public TimeSpan KeepAtLeast { get; init; } = TimeSpan.FromDays(8);

    /// <summary>Fewer are not worth a block.</summary>
    public int Least { get; init; } = 256;

    /// <summary>Incidents in a block.</summary>
    public int BlockSize { get; init; } = 1_024;

    public static ColdRules Default { get; } = new();
}
