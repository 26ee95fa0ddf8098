using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Alerts;

/// <summary>Who acknowledges is told by the key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AcknowledgeBody
{
    /// <summary>Told with the revision.</summary>
    [Prose(4_000)]
    public string? Note { get; init; }
}
