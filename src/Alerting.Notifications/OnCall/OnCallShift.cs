namespace Alerting.Notifications.OnCall;

/// <summary>Somebody, or nobody, is on call for a while. Instants are UTC ticks.</summary>
/// <param name="Contact">Id of who is on call; null: nobody.</param>
/// <param name="Source">What of the schedule says so; null where nobody is on call.</param>
/// <param name="From">From this instant on; <see cref="long.MinValue"/>: since ever.</param>
/// <param name="To">Until before this one; <see cref="long.MaxValue"/>: for good.</param>
public readonly record struct OnCallShift(string? Contact, OnCallSource? Source, long From, long To);

/// <summary>What of a schedule has somebody on call.</summary>
/// <param name="IsOverride">Whether it is one of the overrides; else it is a layer.</param>
/// <param name="Index">In the list of those, from 0.</param>
public readonly record struct OnCallSource(bool IsOverride, int Index);
