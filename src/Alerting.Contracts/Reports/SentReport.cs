namespace Alerting.Reports;

/// <summary>A report as it was sent, with what became of it.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SentReport")]
public sealed record SentReport
{
    /// <summary>The most earlier revisions that are kept to be read.</summary>
    public const int MaxEarlier = 100;

    /// <summary>The revision in force.</summary>
    [Id(0)] public required Report Report { get; init; }

    /// <summary>When that revision was accepted, UTC ticks; null where the log does not say any more.</summary>
    [Id(1)] public long? ReceivedAt { get; init; }

    /// <summary>The incident that it is part of; null while it is withdrawn.</summary>
    [Id(2)] public string? Incident { get; init; }

    /// <summary>Why it is part of that incident, in words; null while it is withdrawn.</summary>
    [Id(3)] public string? Joined { get; init; }

    /// <summary>Earlier revisions, oldest first: the last <see cref="MaxEarlier"/> that are still in the log.</summary>
    [Id(4)] public IReadOnlyList<SentRevision> Earlier { get; init; } = [];
}

/// <summary>A revision of a report that was replaced.</summary>
/// <param name="Report">As it was sent.</param>
/// <param name="ReceivedAt">When it was accepted, UTC ticks.</param>
[GenerateSerializer, Immutable, Alias("alerting.SentRevision")]
public sealed record SentRevision([property: Id(0)] Report Report, [property: Id(1)] long ReceivedAt);
