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

/// <summary>Who an alert is given to.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AssigneeBody
{
    /// <summary>Their name; null: nobody any more.</summary>
    [Line(200)]
    public required string? To { get; init; }

    /// <summary>Told with the revision.</summary>
    [Prose(4_000)]
    public string? Note { get; init; }
}

/// <summary>Something to say of an alert.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CommentBody
{
    /// <summary>What it is.</summary>
    [Prose(4_000)]
    public required string Text { get; init; }
}

/// <summary>What an alert was worth.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DispositionBody
{
    /// <summary>Whether what it told was true, and deserved an alert.</summary>
    public required DispositionValue Value { get; init; }

    /// <summary>Why; told with the revision.</summary>
    [Prose(4_000)]
    public string? Note { get; init; }
}
