using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <summary>
/// What a region showed when it was last at rest. It holds until the region's log gets further, or its next deadline comes.
/// </summary>
/// <param name="State">
/// With its <see cref="RegionState.Outlook"/> where time changes anything; its version is that of the last entry.
/// </param>
/// <param name="NextDeadline">UTC ticks of the instant at which the region does something by itself; null for never.</param>
/// <param name="Rules">The rules by which the region judged: another version of the product may show something else.</param>
[GenerateSerializer, Immutable, Alias("alerting.RestingRegion")]
public sealed record RestingRegion(
    [property: Id(0)] RegionState State,
    [property: Id(1)] long? NextDeadline,
    [property: Id(2)] JudgingRules Rules)
{
    /// <summary>
    /// The same with lists no longer than what they hold. As they were read they have room for more, and a process keeps those of all
    /// regions.
    /// </summary>
    internal RestingRegion Trimmed()
    {
        var figures = Trimmed(State.Figures);
        var outlook = State.Outlook is { } read
            ? read with
            {
                Now = read.Now == State.Figures ? figures : Trimmed(read.Now),
                Recent = read.Recent.ToArray(),
                Earlier = read.Earlier.ToArray(),
            }
            : null;
        return this with { State = State with { Figures = figures, Outlook = outlook } };
    }

    private static RegionFigures Trimmed(RegionFigures figures) => figures with
    {
        Towns24h = figures.Towns24h.ToArray(),
        OpenAlerts = figures.OpenAlerts.ToArray(),
        QuietSources = figures.QuietSources.ToArray(),
    };
}
