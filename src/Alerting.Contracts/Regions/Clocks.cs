using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Regions;

/// <summary>Who does it is told by the key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SetClockBody
{
    /// <summary>Kept in the log of each region.</summary>
    [Line(1_000)]
    public required string Reason { get; init; }
}

/// <summary>A region whose clock was set back.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="From">Its time before.</param>
/// <param name="To">Its time after: the machine's.</param>
/// <param name="EndedAlerts">
/// Ids of alerts that had been raised in between and ended by it, reason <c>clock-set-back</c>.
/// </param>
public sealed record ClockCorrectionView(string Region, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> EndedAlerts);
