using System.Globalization;
using System.Text.Json;
using Alerting.Grains.Regions;
using Alerting.Json;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>
/// The state of a region as it was read, as it was stored, or as it has become by time alone, and what tells whether it is still
/// current.
/// </summary>
/// <param name="Steps">Number of steps in the last entry of its log, since entries of one version may grow.</param>
/// <param name="Committed">Sequence of its last durable entry before the read; -1 when that was not known.</param>
/// <param name="Minute">The minute for which it is: figures decay in steps of a minute.</param>
/// <param name="Decays">Whether figures decay. Some time after a week without incidents nothing is left to decay.</param>
/// <param name="Outlook">What it shows in later minutes; null where the region must be asked.</param>
/// <param name="Until">
/// UTC ticks of the instant from which the region must be asked: nobody knows whether it is awake to do what is due.
/// </param>
internal sealed record ShownRegion(
    RegionView View, int Steps, long Committed, long Minute, bool Decays, RegionOutlook? Outlook, long Until = long.MaxValue)
{
    private byte[]? _json;

    /// <summary>Differs whenever the view does.</summary>
    public string Tag { get; } = string.Create(CultureInfo.InvariantCulture, $"{View.Version}.{Steps}-{View.AsOf?.UtcTicks ?? 0:x}");

    /// <summary>The view as JSON, written once: of a list of thousands a few change at a time.</summary>
    public byte[] Json => _json ??= JsonSerializer.SerializeToUtf8Bytes(View, ApiJson.Wire.RegionView);

    /// <summary>
    /// As it was stored by the region itself when it was at rest, or as it has become by time alone since, where that can be told: then
    /// nobody asks what it showed before.
    /// </summary>
    /// <param name="region">The region.</param>
    /// <param name="resting">What it stored.</param>
    /// <param name="now">UTC ticks.</param>
    public static ShownRegion Of(Region region, RestingRegion resting, long now)
    {
        var state = resting.State;
        var until = resting.NextDeadline ?? long.MaxValue;
        var (figures, minute) = (state.Figures, state.Figures.AsOf / TimeSpan.TicksPerMinute);
        if (figures.Decays && now < until && now / TimeSpan.TicksPerMinute != minute && state.Outlook?.At(now) is { } current)
        {
            (figures, minute) = (current, now / TimeSpan.TicksPerMinute);
        }

        return new ShownRegion(
            RegionViews.Of(region, figures, state.Version), state.Steps, state.Version, minute, figures.Decays, state.Outlook, until);
    }

    /// <summary>As it shows itself at an instant, when nothing has changed it; null where it must be asked.</summary>
    /// <param name="region">The region.</param>
    /// <param name="now">UTC ticks.</param>
    public ShownRegion? At(Region region, long now)
    {
        if (now >= Until)
        {
            return null;
        }

        var minute = now / TimeSpan.TicksPerMinute;
        if (Minute == minute || !Decays)
        {
            return this;
        }

        // Not a copy with some members changed: the tag is made from the view.
        return Outlook?.At(now) is { } figures
            ? new ShownRegion(
                RegionViews.Of(region, figures, View.Version), Steps, Committed, minute, figures.Decays, Outlook, Until)
            : null;
    }
}
