namespace Alerting.Server.Access;

/// <summary>The cookie by which a browser shows its session.</summary>
internal static class SessionCookie
{
    public const string Name = "alerting-session";

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static string? Read(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies.TryGetValue(Name, out var session) && session.Length > 0 ? session : null;

    public static void Write(HttpContext context, string session) =>
        context.Response.Cookies.Append(Name, session, Options(context, Lifetime));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
        MaxAge = maxAge,
    };
}
