using Alerting.Client;
using Alerting.OnCall;

namespace Alerting.Console.OnCall;

/// <summary>A schedule, who of it is on call, and what contacts are called.</summary>
/// <param name="Schedule">With its tag.</param>
/// <param name="OnCall">Now and next.</param>
/// <param name="Contacts">Those that may be seen.</param>
internal sealed record ScheduleDetail(Tagged<ScheduleView> Schedule, OnCallView OnCall, IReadOnlyList<ContactView> Contacts)
{
    /// <summary>Names of contacts by their ids.</summary>
    public IReadOnlyDictionary<string, string> Names { get; } =
        Contacts.ToDictionary(static contact => contact.Id, static contact => contact.Name, StringComparer.Ordinal);

    public static async Task<ScheduleDetail> ReadAsync(AlertingClient client, string id, CancellationToken cancellationToken)
    {
        var schedule = client.Schedules.GetAsync(id, cancellationToken);
        var onCall = client.Schedules.OnCallAsync(id, null, cancellationToken);
        var contacts = client.Contacts.ListAsync(500, cancellationToken).ToListAsync(cancellationToken).AsTask();
        await Task.WhenAll(schedule, onCall, contacts);
        return new ScheduleDetail(await schedule, await onCall, await contacts);
    }
}
