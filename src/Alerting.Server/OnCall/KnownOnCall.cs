using Alerting.Grains.OnCall;
using Alerting.OnCall;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.OnCall;

/// <summary>Contacts and schedules that bodies name: they exist, and the caller may see them.</summary>
internal sealed class KnownOnCall(ContactCache contacts, ScheduleCache schedules)
{
    /// <summary>Those there are now.</summary>
    public async Task<Known> ReadAsync(RegionLimits limits, CancellationToken cancellationToken) =>
        new(await contacts.ReadAsync(cancellationToken), await schedules.ReadAsync(cancellationToken), limits);

    /// <param name="Contacts">By id.</param>
    /// <param name="Schedules">By id.</param>
    /// <param name="Limits">Of the caller.</param>
    internal sealed record Known(
        IReadOnlyDictionary<string, Contact> Contacts, IReadOnlyDictionary<string, OnCallSchedule> Schedules, RegionLimits Limits)
    {
        /// <param name="path">JSON path of the member.</param>
        /// <exception cref="RefusedException">There is none, or the caller may not see it.</exception>
        public void CheckContact(string id, string path) => Check(Contacts, "contact", id, path);

        /// <inheritdoc cref="CheckContact"/>
        public void CheckSchedule(string id, string path) => Check(Schedules, "schedule", id, path);

        private void Check<T>(IReadOnlyDictionary<string, T> known, string noun, string id, string path)
            where T : IRegional
        {
            if (!known.TryGetValue(id, out var one))
            {
                throw new RefusedException(new Fault(FaultTypes.InvalidField, $"There is no {noun} '{id}'.", path));
            }

            if (!RegionScope.IsShown(one.Regions, Limits))
            {
                throw new RefusedException(
                    new Fault(FaultTypes.Forbidden, $"The {noun} '{id}' is outside the regions to which the caller is limited.", path));
            }
        }
    }
}
