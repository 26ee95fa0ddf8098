using Alerting.Engine.Regions;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.OnCall;

/// <summary>Checks the rules of schedules that the types of bodies cannot state, and fills in the defaults.</summary>
internal sealed class ScheduleValidator(RegionCatalog regions)
{
    /// <param name="id">The id that the address names; the body may repeat it.</param>
    /// <param name="known">Contacts that it may name.</param>
    /// <exception cref="RefusedException">It breaks a rule, or names what is not there or not the caller's.</exception>
    public OnCallSchedule Validate(ScheduleBody body, string id, KnownOnCall.Known known)
    {
        AddressedId.Check(body.Id, id);
        var schedule = new OnCallSchedule
        {
            TimeZone = body.TimeZone,
            Layers = [.. body.Layers.Select(static layer => new ScheduleLayer
            {
                Contacts = layer.Contacts,
                StartsAt = layer.StartsAt,
                Shift = layer.Shift,
                Between = layer.Between,
            })],
            Overrides = [.. (body.Overrides ?? []).Select(static one => new ScheduleOverride
            {
                Contact = one.Contact,
                From = one.From,
                To = one.To,
            })],
            Regions = RegionScope.Of(body.Regions ?? [], known.Limits, regions),
        };
        if (ScheduleRules.Validate(schedule) is { } fault)
        {
            throw new RefusedException(fault);
        }

        foreach (var (layer, i) in schedule.Layers.Select(static (layer, i) => (layer, i)))
        {
            foreach (var (contact, j) in layer.Contacts.Select(static (contact, j) => (contact, j)))
            {
                known.CheckContact(contact, $"$.layers[{i}].contacts[{j}]");
            }
        }

        foreach (var (one, i) in schedule.Overrides.Select(static (one, i) => (one, i)))
        {
            known.CheckContact(one.Contact, $"$.overrides[{i}].contact");
        }

        return schedule;
    }
}
