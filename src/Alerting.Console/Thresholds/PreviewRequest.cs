using System.Text.Json;
using Alerting.Backtests;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What is to be tried.</summary>
/// <param name="Id">Of the threshold.</param>
/// <param name="InForce">Tag of what it is compared with; null: nothing.</param>
/// <param name="Draft">The draft.</param>
/// <param name="Days">How many days back.</param>
/// <param name="Clock">When the facts of the history count.</param>
internal sealed record PreviewRequest(string Id, string? InForce, ThresholdBody Draft, int Days, HistoryClock Clock)
{
    /// <summary>Whether the answer must be the same, but for what happened meanwhile. Reasons make no difference.</summary>
    public bool AsksLike(PreviewRequest? other) =>
        other is not null && (Id, InForce, Days, Clock) == (other.Id, other.InForce, other.Days, other.Clock) && Text == other.Text;

    private string Text { get; } = JsonSerializer.Serialize(Draft with { Reason = null, Name = null }, ApiJson.Requests.ThresholdBody);
}
