namespace Alerting.Grains.Regions;

/// <summary>
/// The minimal time between two calls of a region to the region above. The first change after a pause is sent at
/// once, those of a busy region gather: a call for each report, with an entry in the log of the region above, would
/// cost about as much as the report itself.
/// </summary>
internal sealed record RollUpPace(TimeSpan MinBetween)
{
    public static RollUpPace Usual { get; } = new(TimeSpan.FromMilliseconds(20));

    /// <summary>Without a pause, for clocks that stand still between steps.</summary>
    public static RollUpPace None { get; } = new(TimeSpan.Zero);
}
