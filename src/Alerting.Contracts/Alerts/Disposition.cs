namespace Alerting.Alerts;

/// <summary>What an alert was worth.</summary>
public enum DispositionValue : byte
{
    /// <summary>What it told had happened, and deserved an alert.</summary>
    TrueAlarm = 0,

    /// <summary>It should not have been raised.</summary>
    FalseAlarm = 1,

    /// <summary>Another alert told the same.</summary>
    Duplicate = 2,

    /// <summary>It was raised by an exercise.</summary>
    Exercise = 3,

    /// <summary>Nobody can tell.</summary>
    Unclear = 4,
}

/// <summary>What somebody says an alert was worth.</summary>
/// <param name="Value">What it was.</param>
/// <param name="By">Name of who said it.</param>
/// <param name="At">When it was said.</param>
/// <param name="Note">Why, at most 4,000 characters; null when nothing was said.</param>
[GenerateSerializer, Immutable, Alias("alerting.Disposition")]
public sealed record Disposition(
    [property: Id(0)] DispositionValue Value,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? Note);

/// <summary>Who an alert has been given to.</summary>
/// <param name="To">Their name, 1..200 characters.</param>
/// <param name="By">Name of who gave it to them.</param>
/// <param name="At">When.</param>
/// <param name="Note">What there was to say, at most 4,000 characters; null when nothing.</param>
[GenerateSerializer, Immutable, Alias("alerting.Assignment")]
public sealed record Assignment(
    [property: Id(0)] string To,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? Note);
