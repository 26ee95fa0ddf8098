namespace Alerting.OnCall;

/// <summary>A schedule as it was put, which version of it this is, and when nobody is on call.</summary>
public sealed record ScheduleView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the time zone (IANA).</summary>
    public required string TimeZone { get; init; }

    /// <summary>Of several that have somebody the last counts.</summary>
    public required IReadOnlyList<ScheduleLayer> Layers { get; init; }

    /// <summary>Of several the last counts.</summary>
    public required IReadOnlyList<ScheduleOverride> Overrides { get; init; }

    /// <summary>Codes, each with its subtree, of those who see and change it; empty: all.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Spans of the next 28 days in which nobody is on call, in order, at most 100; empty: somebody always is.</summary>
    public required IReadOnlyList<ScheduleGap> Gaps { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">No deletion.</param>
    /// <param name="gaps">When nobody is on call.</param>
    public static ScheduleView Of(OnCallScheduleVersion version, IReadOnlyList<ScheduleGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(version);
        var schedule = version.Definition!;
        return new()
        {
            Id = version.Id,
            TimeZone = schedule.TimeZone,
            Layers = schedule.Layers,
            Overrides = schedule.Overrides,
            Regions = schedule.Regions,
            Gaps = gaps,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}

/// <summary>A span in which nobody is on call.</summary>
/// <param name="From">From this instant on.</param>
/// <param name="To">Until before this one; where it goes on after what was looked at, the end of that.</param>
public sealed record ScheduleGap(DateTimeOffset From, DateTimeOffset To);

/// <summary>Who of a schedule is on call at an instant, and who after that.</summary>
/// <param name="Schedule">Its id.</param>
/// <param name="At">The instant.</param>
/// <param name="Now">The shift that goes on; null: nobody is on call.</param>
/// <param name="Next">The shift with somebody that begins next; null: none any more.</param>
public sealed record OnCallView(string Schedule, DateTimeOffset At, OnCallShiftView? Now, OnCallShiftView? Next);

/// <summary>Somebody is on call for a while.</summary>
/// <param name="Contact">Id.</param>
/// <param name="Name">Of the contact; null where the caller may not see it, or it is gone.</param>
/// <param name="Layer">Place of the layer of the schedule that says so, from 0; null: an override does.</param>
/// <param name="Override">Place of that override, from 0; null: a layer says so.</param>
/// <param name="Since">When the shift begins.</param>
/// <param name="Until">When it ends; null: it does not.</param>
public sealed record OnCallShiftView(
    string Contact, string? Name, int? Layer, int? Override, DateTimeOffset Since, DateTimeOffset? Until);
