using Alerting.Access;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Access;

/// <summary>
/// Refuses what a page of another site makes a browser do under the session of its user, and signing the user in from such a
/// page. Keys and tokens are not sent by browsers on their own, so requests with them are not looked at.
/// </summary>
internal static class CrossSite
{
    private const string SessionPath = "/api/v1/session";
    private const string SameOrigin = "same-origin";

    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        IsSafe(context.Request.Method) || !IsConcerned(context) || IsOwn(context.Request)
            ? next(context)
            : Problems.Of(
                StatusCodes.Status403Forbidden,
                new Fault(FaultTypes.CrossSite, "A page of another site made this request.")).ExecuteAsync(context);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsConcerned(HttpContext context) =>
        Subject.Of(context.User) is { Kind: SubjectKind.Session }
        || context.Request.Path.Equals(SessionPath, StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        string? origin = request.Headers.Origin;
        return (site is null || site == SameOrigin) && (origin is null || IsOwn(origin, request, site is not null));
    }

    /// <param name="isVouchedFor">
    /// Whether the browser says that the page is of the same origin: a proxy that ends TLS changes the scheme that the server
    /// sees, but never the host.
    /// </param>
    private static bool IsOwn(string origin, HttpRequest request, bool isVouchedFor) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && string.Equals(page.Authority, Authority(page.Scheme, request), StringComparison.OrdinalIgnoreCase)
        && (isVouchedFor || page.Scheme == request.Scheme);

    /// <summary>The host of the request, without the port where that is the scheme's own.</summary>
    private static string Authority(string scheme, HttpRequest request) =>
        Uri.TryCreate($"{scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
