using Alerting.Access;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.OnCall;

/// <summary>Schedules of who is on call, and their versions.</summary>
internal static class ScheduleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags(Tags.OnCall);
        schedules.MapGet("", ListAsync)
            .RequireAccess(Role.Desk)
            .Describe("listSchedules", "The schedules of who is on call", "By id, those of the caller's regions.")
            .Paged()
            .Produces<Page<ScheduleView>>();
        schedules.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Schedule)
            .Describe("getSchedule", "A schedule", "What is answered can be put. gaps tells when nobody will be on call.")
            .WithoutContentTag()
            .Produces<ScheduleView>();
        schedules.MapGet("/{id}/versions", static (string id, [FromServices] Schedules schedules, string? after, string? limit) =>
                schedules.VersionsAsync(id, after, limit, static version => version))
            .RequireAccess(Role.Desk, Resource.Schedule)
            .Describe("listScheduleVersions", "All versions of a schedule", "Oldest first, deletions included.")
            .Paged()
            .Produces<Page<OnCallScheduleVersion>>();
        Precondition.Describe(schedules.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Schedule)
            .Describe(
                "putSchedule", "Create or replace a schedule",
                "Every process goes by it within a second. gaps tells when nobody will be on call.")
            .Accepts<ScheduleBody>("application/json")
            .Example(Examples.Schedule)
            .Produces<ScheduleView>()
            .Produces<ScheduleView>(StatusCodes.Status201Created);
        Precondition.Describe(schedules.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Operator, Resource.Schedule)
            .Describe("deleteSchedule", "Delete a schedule", "Refused while a policy names it.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
        OnCallEndpoints.Map(schedules);
    }

    private static Task<IResult> ListAsync(
        HttpContext context, [FromServices] Schedules schedules, [FromServices] TimeProvider clock, string? after, string? limit) =>
        schedules.ListAsync(context, after, limit, version => ViewOf(version, clock));

    private static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] Schedules schedules, [FromServices] TimeProvider clock)
    {
        // Never 304: the gaps change with time, and the entity tag does not.
        return await schedules.CurrentAsync(id) is { } current
            ? CatalogAnswers.One(context, current, ViewOf(current, clock), null)
            : schedules.Missing(id);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] Schedules schedules, [FromServices] ScheduleValidator validator,
        [FromServices] KnownOnCall known, [FromServices] TimeProvider clock)
    {
        var body = await Body.ReadAsync<ScheduleBody>(context);
        var schedule = validator.Validate(
            body, id, await known.ReadAsync(schedules.LimitsOf(context.User), context.RequestAborted));
        return await schedules.PutAsync(context, id, schedule, version => ViewOf(version, clock));
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] Schedules schedules, [FromServices] OnCallNames names) =>
        await names.OfScheduleAsync(id, schedules.LimitsOf(context.User), context.RequestAborted) is { } named
            ? Problems.Of(StatusCodes.Status409Conflict, named)
            : await schedules.DeleteAsync(context, id);

    private static ScheduleView ViewOf(OnCallScheduleVersion version, TimeProvider clock) =>
        ScheduleView.Of(version, ScheduleRules.GapsFrom(version.Definition!, clock.GetUtcNow()));
}
