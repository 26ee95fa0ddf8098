using Alerting.Access;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.OnCall;

/// <summary>Who of a schedule is on call, now or in a calendar.</summary>
internal static class OnCallEndpoints
{
    /// <summary>How much of the past a calendar has, and how much in all, where nothing else is asked for.</summary>
    private static readonly TimeSpan s_past = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_span = TimeSpan.FromDays(63);

    public static void Map(RouteGroupBuilder schedules)
    {
        schedules.MapGet("/{id}/on-call", OnCallAsync)
            .RequireAccess(Role.Desk, Resource.Schedule)
            .Describe("getOnCall", "Who of a schedule is on call, and who next")
            .Query("at", "The instant, RFC 3339 with offset; now when absent.", ParameterSchemas.Instant())
            .Produces<OnCallView>();
        schedules.MapGet("/{id}.ics", CalendarAsync)
            .RequireAccess(Role.Desk, Resource.Schedule)
            .Describe(
                "getScheduleCalendar", "The shifts of a schedule as a calendar",
                "iCalendar (RFC 5545). A shift is the same event however often and for whatever span it is read.")
            .Query("from", "Begin of the span, RFC 3339 with offset; a week ago when absent.", ParameterSchemas.Instant())
            .Query("to", "End of the span, at most 366 days later; 9 weeks later when absent.", ParameterSchemas.Instant())
            .Produces<Stream>(StatusCodes.Status200OK, "text/calendar")
            .Produces(StatusCodes.Status304NotModified);
    }

    private static async Task<IResult> OnCallAsync(
        HttpContext context, string id, [FromServices] Schedules schedules, [FromServices] OnCallReader reader,
        [FromServices] TimeProvider clock, string? at)
    {
        if (QueryInstant.Read("at", at, clock.GetUtcNow(), out var instant) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (await schedules.CurrentAsync(id) is not { } current)
        {
            return schedules.Missing(id);
        }

        return TypedResults.Ok(await reader.ReadAsync(current, instant, context.User, context.RequestAborted));
    }

    private static async Task<IResult> CalendarAsync(
        HttpContext context, string id, [FromServices] Schedules schedules, [FromServices] OnCallReader reader,
        [FromServices] TimeProvider clock, string? from, string? to)
    {
        // Whole days, so that who reads again and again gets the same for a day.
        var today = clock.GetUtcNow().UtcDateTime.Date;
        var end = default(DateTimeOffset);
        if ((QueryInstant.Read("from", from, new DateTimeOffset(today, TimeSpan.Zero) - s_past, out var begin)
            ?? QueryInstant.Read("to", to, begin + s_span, out end)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (end <= begin || end - begin > ShiftCalendar.MaxSpan)
        {
            return Problems.Invalid(new Fault(FaultTypes.InvalidField, "The end is after the begin, by at most 366 days.", "to"));
        }

        if (await schedules.CurrentAsync(id) is not { } current)
        {
            return schedules.Missing(id);
        }

        var nameOf = await reader.NamesAsync(context.User, context.RequestAborted);
        var calendar = ShiftCalendar.Write(current, begin, end, contact => nameOf(contact) ?? contact);
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, ContentTags.Of(calendar))
            ?? TypedResults.Bytes(calendar, ShiftCalendar.ContentType);
    }
}
