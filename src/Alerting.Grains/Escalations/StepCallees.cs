using Alerting.Escalations;
using Alerting.Grains.OnCall;
using Alerting.Notifications.Escalations;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;

namespace Alerting.Grains.Escalations;

/// <summary>Finds out whom steps name: who is on call at an instant, and by how many channels a contact is called.</summary>
internal sealed class StepCallees(ContactCache contacts, ScheduleCache schedules)
{
    /// <summary>As of now; to be asked for steps by the instants at which they are due.</summary>
    public async Task<Resolver> ReadAsync(CancellationToken cancellationToken) =>
        new(await contacts.InForceAsync(cancellationToken), await schedules.InForceAsync(cancellationToken));

    /// <summary>Contacts and schedules as of an instant.</summary>
    internal sealed class Resolver(
        IReadOnlyDictionary<string, Contact> contacts, IReadOnlyDictionary<string, OnCallSchedule> schedules)
    {
        private readonly Dictionary<string, OnCallTimes> _times = new(StringComparer.Ordinal);

        /// <summary>Whom a step names.</summary>
        /// <param name="notify">As in the policy.</param>
        /// <param name="at">When it is due, UTC ticks.</param>
        public IReadOnlyList<StepCallee> Of(IReadOnlyList<string> notify, long at) => [.. notify.Select(named => Of(named, at))];

        private StepCallee Of(string named, long at)
        {
            var id = CallTargets.IdOf(named);
            if (named.StartsWith(EscalationTargets.Contact, StringComparison.Ordinal))
            {
                return Person(id, null);
            }

            return !named.StartsWith(EscalationTargets.Schedule, StringComparison.Ordinal) ? new StepCallee(named, null, 1)
                : !schedules.TryGetValue(id, out var schedule) ? new StepCallee(named, null, 1, $"there is no schedule '{id}'")
                : TimesOf(id, schedule).ContactAt(Math.Clamp(at, 0, OnCallTimes.MaxInstant - 1)) is { } contact ? Person(contact, named)
                : new StepCallee(named, null, 1, "nobody was on call");
        }

        private StepCallee Person(string id, string? via) => contacts.TryGetValue(id, out var contact)
            ? new StepCallee(EscalationTargets.Contact + id, via, contact.Channels.Count)
            : new StepCallee(EscalationTargets.Contact + id, via, 1, $"there is no contact '{id}'");

        private OnCallTimes TimesOf(string id, OnCallSchedule schedule)
        {
            if (!_times.TryGetValue(id, out var times))
            {
                _times.Add(id, times = new OnCallTimes(schedule));
            }

            return times;
        }
    }
}
