using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>One of them at most; none: all deliveries that are dead.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReplayBody
{
    /// <summary>The delivery of this revision.</summary>
    [Range(1L, long.MaxValue)]
    public long? Seq { get; init; }

    /// <summary>Everything from this position of the ledger on.</summary>
    [Range(1L, long.MaxValue)]
    public long? FromSeq { get; init; }

    /// <summary>Everything from the first revision made at this instant or later on, RFC 3339 with offset.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>All deliveries that are dead.</summary>
    public bool? AllDead { get; init; }
}

/// <summary>What is sent again.</summary>
/// <param name="Replayed">Deliveries that are sent for this; those that were pending already are not counted.</param>
public sealed record ReplayAnswer(int Replayed);
