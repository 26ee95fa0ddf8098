using System.Security.Claims;
using Alerting.Grains.OnCall;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Alerting.Server.Access;

namespace Alerting.Server.OnCall;

/// <summary>Says who is on call, with the names of contacts as far as a caller may see them.</summary>
internal sealed class OnCallReader(ContactCache contacts, RegionAccess access)
{
    /// <summary>Who of a schedule is on call at an instant, and who next.</summary>
    /// <param name="schedule">A version that is no deletion.</param>
    public async Task<OnCallView> ReadAsync(
        OnCallScheduleVersion schedule, DateTimeOffset at, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var times = new OnCallTimes(schedule.Definition!);
        var nameOf = await NamesAsync(user, cancellationToken);
        return new OnCallView(
            schedule.Id, at, ViewOf(times.At(at.UtcTicks), nameOf),
            times.NextAfter(at.UtcTicks) is { } next ? ViewOf(next, nameOf) : null);
    }

    /// <summary>What contacts are called; null for one that is gone or not shown.</summary>
    public async Task<Func<string, string?>> NamesAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var known = await contacts.ReadAsync(cancellationToken);
        var limits = access.Of(user);
        return id => known.TryGetValue(id, out var contact) && RegionScope.IsShown(contact.Regions, limits) ? contact.Name : null;
    }

    private static OnCallShiftView? ViewOf(OnCallShift shift, Func<string, string?> nameOf) => shift.Contact is not { } contact
        ? null
        : new OnCallShiftView(
            contact, nameOf(contact),
            shift.Source is { IsOverride: false, Index: var layer } ? layer : null,
            shift.Source is { IsOverride: true, Index: var place } ? place : null,
            Instants.FromTicks(shift.From), shift.To < OnCallTimes.MaxInstant ? Instants.FromTicks(shift.To) : null);
}
