using Alerting.Json;
using Alerting.OnCall;

namespace Alerting.Client;

/// <summary>Who is on call when.</summary>
public sealed class SchedulesClient
{
    private readonly ApiConnection _api;

    internal SchedulesClient(ApiConnection api) => _api = api;

    /// <summary>All that the caller may see, by id. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<ScheduleView> ListAsync(int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("schedules", Limit(pageSize), ApiJson.Wire.PageScheduleView, cancellationToken);

    /// <summary>A schedule; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<ScheduleView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.ScheduleView, cancellationToken);

    /// <summary>Makes or replaces a schedule; what is answered tells when nobody will be on call. May be repeated.</summary>
    public Task<Tagged<ScheduleView>> PutAsync(
        string id, ScheduleBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.ScheduleBody, ApiJson.Wire.ScheduleView, expect, cancellationToken);

    /// <summary>Deletes a schedule. Refused with 409 <c>conflict</c> while a policy names it.</summary>
    public Task DeleteAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), expect, cancellationToken);

    /// <summary>All versions of a schedule, oldest first, deletions included. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<OnCallScheduleVersion> VersionsAsync(
        string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(id) + "/versions", Limit(pageSize), ApiJson.Wire.PageOnCallScheduleVersion, cancellationToken);

    /// <summary>Who is on call, and who next. May be repeated.</summary>
    /// <param name="at">The instant; null: now.</param>
    public Task<OnCallView> OnCallAsync(string id, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"{Path(id)}/on-call{new Query([("at", Query.Text(at))])}", ApiJson.Wire.OnCallView, cancellationToken);

    /// <summary>The shifts of a span as iCalendar. May be repeated.</summary>
    /// <param name="from">Begin of the span; null: a week ago.</param>
    /// <param name="to">End of the span, at most 366 days later; null: 9 weeks later.</param>
    public async Task<string> CalendarAsync(
        string id, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default)
    {
        var query = new Query([("from", Query.Text(from)), ("to", Query.Text(to))]);
        using var response = await _api.SendAsync(HttpMethod.Get, $"{Path(id)}.ics{query}", null, default, cancellationToken)
            .ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Query Limit(int pageSize) => new([("limit", Query.Text(pageSize))]);

    private static string Path(string id) => "schedules/" + ApiConnection.Segment(id);
}
