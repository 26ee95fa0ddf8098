using Alerting.Server.Http;

namespace Alerting.Server.Series;

/// <summary>Answers with a series.</summary>
internal static class SeriesAnswers
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RegionSeriesEndpoint>();
        services.AddSingleton<AlertSeriesEndpoint>();
    }

    /// <summary>The series, or 304 to who knows it.</summary>
    public static IResult Of<TSeries>(HttpContext context, TSeries series, string tag)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, tag) ?? TypedResults.Ok(series);
    }
}
