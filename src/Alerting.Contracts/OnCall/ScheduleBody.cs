using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.OnCall;

/// <summary>A schedule of who is on call, to make or to replace.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScheduleBody
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>Name of a time zone (IANA), such as Asia/Baghdad.</summary>
    [Line(64)]
    public required string TimeZone { get; init; }

    /// <summary>One or more; of several that have somebody the last counts.</summary>
    [Items(OnCallSchedule.MaxLayers)]
    public required IReadOnlyList<ScheduleLayerBody> Layers { get; init; }

    /// <summary>Somebody takes over for a time, whatever the layers say; of several the last counts.</summary>
    [Items(OnCallSchedule.MaxOverrides)]
    public IReadOnlyList<ScheduleOverrideBody>? Overrides { get; init; }

    /// <summary>Codes, each with its subtree: who may access them sees it; "*" or none: all that the caller may access.</summary>
    [Items(OnCallSchedule.MaxNamed)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Gaps { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}

/// <summary>Contacts that take turns.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScheduleLayerBody
{
    /// <summary>Ids of one or more, in the order of their turns.</summary>
    [Items(OnCallSchedule.MaxContacts)]
    public required IReadOnlyList<string> Contacts { get; init; }

    /// <summary>When the first turn begins; nobody of the layer is on call before.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>PT15M to P366D: how long a turn is. Whole days are counted in local time, anything else in elapsed time.</summary>
    public required Duration Shift { get; init; }

    /// <summary>
    /// The part of each local day in which the layer has somebody, such as 08:00-20:00 or 20:00-08:00; always when absent.
    /// </summary>
    [Line(11)]
    public string? Between { get; init; }
}

/// <summary>Somebody takes over for a time.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScheduleOverrideBody
{
    /// <summary>Id of who takes over.</summary>
    [RegularExpression(Slug.Pattern)]
    public required string Contact { get; init; }

    /// <summary>From this instant on.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until before this one, which is later.</summary>
    public required DateTimeOffset To { get; init; }
}
