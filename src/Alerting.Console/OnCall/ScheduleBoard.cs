using System.Net;
using Alerting.Client;
using Alerting.OnCall;

namespace Alerting.Console.OnCall;

/// <summary>All schedules, and who of those on one page is on call.</summary>
internal sealed record ScheduleBoard(IReadOnlyList<ScheduleView> Schedules, IReadOnlyDictionary<string, OnCallView> OnCall)
{
    /// <summary>Schedules of a page.</summary>
    public const int PageSize = 25;

    /// <param name="page">From 0.</param>
    public static async Task<ScheduleBoard> ReadAsync(SchedulesClient client, int page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var all = await client.ListAsync(500, cancellationToken).ToListAsync(cancellationToken);
        var shown = await Task.WhenAll(
            all.Skip(page * PageSize).Take(PageSize).Select(schedule => OnCallAsync(client, schedule.Id, cancellationToken)));
        return new ScheduleBoard(
            all, shown.OfType<OnCallView>().ToDictionary(static onCall => onCall.Schedule, StringComparer.Ordinal));
    }

    /// <summary>Null where it was deleted after it was listed.</summary>
    private static async Task<OnCallView?> OnCallAsync(SchedulesClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.OnCallAsync(id, null, cancellationToken);
        }
        catch (ProblemException problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
