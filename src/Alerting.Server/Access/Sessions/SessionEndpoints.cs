using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Access.Sessions;

/// <summary>
/// Sessions of people in browsers: a cookie that no script can read stands for the key. A session is kept beside the keys, so
/// every process knows it, and it ends everywhere with its key.
/// </summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags(Tags.Access);
        session.MapPost("", OpenAsync)
            .OpenToAll()
            .Describe(
                "openSession",
                "Sign in",
                "Answers a cookie that stands for the key for 12 hours. Pages of other sites are refused: Sec-Fetch-Site and Origin.")
            .Accepts<SessionBody>("application/json")
            .Example(Examples.Session)
            .Produces(StatusCodes.Status204NoContent);
        session.MapGet("", Get)
            .RequireAnyRole()
            .Describe("getSession", "Who one is", "By a key or a token, too.")
            .WithoutContentTag()
            .Produces<SessionView>();
        session.MapDelete("", EndAsync)
            .RequireAnyRole()
            .Describe("endSession", "Sign out", "The session is over on every process; where there is none, nothing is.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, [FromServices] SessionOpener sessions, [FromServices] KeyCache keys, [FromServices] RefusedKeys refused,
        [FromServices] TimeProvider clock)
    {
        var body = await Body.ReadAsync<SessionBody>(context);
        if (!Secret.IsKey(body.Key)
            || await keys.FindAsync(Secret.HashOf(body.Key), context.RequestAborted) is not { IsSession: false } shown
            || !shown.IsValidAt(clock.GetUtcNow()))
        {
            return AccessProblems.Challenge(context.Response, refused.Count(context.Connection.RemoteIpAddress));
        }

        return await sessions.OpenAsync(context, new Actor(shown.Key.Id, shown.Key.Name, SubjectKind.Key), person: null)
            ? TypedResults.NoContent()
            : AccessProblems.Challenge(context.Response, null);
    }

    private static IResult Get(HttpContext context)
    {
        var subject = Subject.Of(context);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SessionView(
            subject.Id, subject.Name, subject.Kind, Roles.Of(subject.Roles), subject.Regions ?? [], subject.EndsAt));
    }

    private static async Task<IResult> EndAsync(HttpContext context, [FromServices] IGrainFactory grains, [FromServices] KeyCache keys)
    {
        if (Subject.Of(context) is { Kind: SubjectKind.Session, Credential: { } session })
        {
            await grains.GetGrain<IKeysGrain>(IKeysGrain.Key).EndSessionAsync(session, Acts.Of(context));
            await keys.RefreshAsync(context.RequestAborted);
        }

        SessionCookie.Remove(context);
        return TypedResults.NoContent();
    }
}
