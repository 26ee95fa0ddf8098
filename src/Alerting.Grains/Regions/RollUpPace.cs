namespace Alerting.Grains.Regions;

/// <summary>
/// How long a region waits from one call to the region above to the next. The first change after a pause is sent at once;
/// those of a busy region gather: a call, and an entry in the log of the region above, for each report would cost about as
/// much as the report itself.
/// </summary>
internal sealed record RollUpPace(TimeSpan MinBetween)
{
    public static RollUpPace Usual { get; } = new(TimeSpan.FromMilliseconds(20));

    /// <summary>Where the clock stands still between steps.</summary>
    public static RollUpPace None { get; } = new(TimeSpan.Zero);
}
