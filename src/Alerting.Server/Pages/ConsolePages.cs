using Alerting.Server.Access;

namespace Alerting.Server.Pages;

/// <summary>
/// The files of the console, a program that browsers run. They are open to everybody and hold nothing; what the console shows it asks
/// for by the API, on behalf of whoever is signed in.
/// </summary>
internal static class ConsolePages
{
    private const string Manifest = "Alerting.Server.staticwebassets.endpoints.json";
    private const string Start = "index.html";

    /// <summary>The addresses of its pages, each of which is answered with the program.</summary>
    private static readonly string[] s_pages =
    [
        "/", "/alerts/{**rest}", "/regions/{**rest}", "/thresholds/{**rest}", "/subscriptions/{**rest}", "/silences/{**rest}",
        "/on-call/{**rest}", "/policies/{**rest}", "/handover", "/report", "/incident", "/audit", "/administration", "/keys", "/not-found",
    ];

    /// <summary>
    /// A build that is not published has the files where they were built; a published one has them beside the program, wherever it is
    /// started.
    /// </summary>
    public static void Use(WebApplicationBuilder builder)
    {
        // Nobody changes them while the server runs; a route that looks would have to be open.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.UseStaticWebAssets();
    }

    /// <summary>Maps nothing where the server is hosted by a program that was built without them.</summary>
    public static void Map(WebApplication app)
    {
        var manifest = Path.Combine(AppContext.BaseDirectory, Manifest);
        if (!File.Exists(manifest))
        {
            return;
        }

        app.MapStaticAssets(manifest).OpenToAll();
        foreach (var page in s_pages)
        {
            app.MapFallbackToFile(page, Start, new StaticFileOptions
            {
                // Asked for anew each time: it names the files of this version.
                OnPrepareResponse = static answer => answer.Context.Response.Headers.CacheControl = "no-cache",
            }).OpenToAll();
        }
    }
}
