using System.Globalization;
using Alerting.Reports;
using Alerting.Server.OpenApi;

namespace Alerting.Server.Http;

/// <summary>
/// What a request expects of the representation that it changes, by its entity tag: If-Match with some tags or * for any,
/// If-None-Match with some tags or * for none (RFC 9110 section 13.1).
/// </summary>
internal sealed class Precondition
{
    // A further round is needed only if somebody else has made a change in between.
    private const int MaxRounds = 10;
    private const string Any = "*";

    private readonly string[]? _match;
    private readonly string[]? _noneMatch;

    private Precondition(HttpRequest request)
    {
        _match = EntityTags.Split(request.Headers.IfMatch);
        _noneMatch = EntityTags.Split(request.Headers.IfNoneMatch);
    }

    public static Precondition Of(HttpContext context) => new(context.Request);

    /// <summary>
    /// The versions one of which must be there, by the If-Match of a request; null: any. For what is changed elsewhere, where what is
    /// there is known when the change is made.
    /// </summary>
    public static IReadOnlyList<int>? ExpectedVersions(HttpContext context) =>
        EntityTags.Split(context.Request.Headers.IfMatch) is { } tags && !tags.Contains(Any)
            ? [.. tags.Select(EntityTags.WithoutCoding).Select(static tag => VersionOf(tag)).OfType<int>()]
            : null;

    /// <summary>The strong entity tag of a version.</summary>
    public static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Describes the headers and the answer of a route that changes what it addresses.</summary>
    public static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<Problem>(StatusCodes.Status412PreconditionFailed, Problem.ContentType)
        .Header("If-Match", "ETags of what may be changed, or * for anything that is there; else 412.")
        .Header("If-None-Match", "* to change nothing that is there, or ETags of what may not be changed; else 412.");

    /// <summary>The answer when the expectation is not met.</summary>
    /// <param name="what">The resource, such as "threshold 'x'".</param>
    public static IResult Failed(string what) => Problems.Of(
        StatusCodes.Status412PreconditionFailed,
        new Fault(FaultTypes.PreconditionFailed, $"The {what} is not as the If-Match or If-None-Match of the request expects."));

    /// <summary>Whether what is there meets the expectation.</summary>
    /// <param name="tag">Its strong entity tag; null: there is nothing.</param>
    public bool Holds(string? tag) =>
        (_match is null || (tag is not null && _match.Any(given => given == Any || EntityTags.WithoutCoding(given) == tag)))
        && (_noneMatch is null || tag is null || Find(_noneMatch, tag) is null);

    /// <summary> Makes the change if what is there meets the expectation when it is made; null when it does not. </summary>
    /// <param name="current">What is there, with its entity tag (null: nothing).</param>
    /// <param name="change">
    /// Makes the change if what it is given is still there, else returns null; given null, it makes the change in any case.
    /// </param>
    public async Task<TChange?> ApplyAsync<TCurrent, TChange>(
        Func<Task<(TCurrent Value, string? Tag)>> current, Func<Expected<TCurrent>?, Task<TChange?>> change)
        where TChange : class
    {
        if (_match is null && _noneMatch is null)
        {
            return await change(null);
        }

        for (var round = 0; round < MaxRounds; round++)
        {
            var (value, tag) = await current();
            if (!Holds(tag))
            {
                return null;
            }

            if (await change(new Expected<TCurrent>(value)) is { } changed)
            {
                return changed;
            }
        }

        return null;
    }

    /// <summary>
    /// Sets the entity tag of the answer; returns 304 if the client of a GET has this version already, else null.
    /// </summary>
    public static IResult? NotModified(HttpContext context, string tag)
    {
        context.Response.Headers.ETag = tag;
        if (EntityTags.Split(context.Request.Headers.IfNoneMatch) is not { } known || Find(known, tag) is not { } given)
        {
            return null;
        }

        // The tag that the client gave also names the content coding of what it has.
        context.Response.Headers.ETag = given == Any ? tag : given.StartsWith("W/", StringComparison.Ordinal) ? given[2..] : given;
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    private static int? VersionOf(string tag) =>
        int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && TagOf(version) == tag
            ? version
            : null;

    /// <summary>Finds the tag that matches this one, by the weak comparison of If-None-Match.</summary>
    private static string? Find(
        string[] tags, string tag) => Array.Find(tags, given => given == Any || EntityTags.Comparable(given) == tag);
}

/// <summary>What must still be there when the change is made.</summary>
internal sealed record Expected<T>(T Value);
