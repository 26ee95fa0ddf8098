using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Series;

/// <summary>What dashboards draw: regions and alerts over time.</summary>
public sealed class SeriesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ServerProcess _server = shared.Process;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Noon UTC, some days ago.</summary>
    private static DateTimeOffset Noon(int daysAgo) => new(Now.UtcDateTime.Date.AddDays(-daysAgo).AddHours(12), TimeSpan.Zero);

    [Fact]
    public async Task A_region_over_days_is_told_as_it_is_known_now_and_its_level_as_it_was_shown()
    {
        await ReportAsync("r1", "FI-18", Noon(3), killed: 3);
        await ReportAsync("r2", "FI-18", Noon(3).AddHours(1), killed: 4);
        await ReportAsync("r3", "FI-18", Noon(1), killed: 5);
        var days = await PointsAsync("regions/FI-18/series", Noon(4), "P1D");
        Assert.Equal(5, days.Count);
        Assert.All(days, static day => Assert.Equal(TimeSpan.Zero, At(day).TimeOfDay));
        Assert.Equal([0, 2, 0, 1, 0], days.Select(static day => day["incidents"]!.GetValue<int>()));
        Assert.Equal([0, 7, 0, 5, 0], days.Select(static day => day["killed"]!.GetValue<int>()));
        Assert.True(Score(days[1]) > Score(days[2]) && Score(days[2]) > 0 && Score(days[3]) > Score(days[4]), "the score decays");

        // A late report of the day before yesterday changes that day, and not what was shown on it.
        await ReportAsync("r4", "FI-18", Noon(2), killed: 100);
        var known = await PointsAsync("regions/FI-18/series", Noon(4), "P1D");
        Assert.Equal([0, 7, 100, 5, 0], known.Select(static day => day["killed"]!.GetValue<int>()));
        Assert.True(Score(known[2]) > Score(days[2]), "its score is higher");
        Assert.Equal("low", known[2]["level"]!.GetValue<string>());

        await _server.SendAsync(HttpMethod.Put, "api/v1/regions/FI-18/override", """{"level":"critical","reason":"an exercise"}""");
        var shown = await PointsAsync("regions/FI-18/series", Noon(4), "P1D");
        Assert.Equal(("critical", 5), (shown[^1]["level"]!.GetValue<string>(), shown[^1]["levelNumber"]!.GetValue<int>()));
        Assert.Equal("low", shown[0]["level"]!.GetValue<string>());

        var country = await PointsAsync("regions/FI/series", Noon(4), "P1D", "&fields=killed");
        await _server.Until(
            async () => (country = await PointsAsync("regions/FI/series", Noon(4), "P1D", "&fields=killed"))
                .Sum(static day => day["killed"]!.GetValue<int>()) == 112,
            "the country counts the regions below it");
        Assert.All(country, static day => Assert.Equal(
            (null, null, null, null), (day["level"], day["levelNumber"], day["score"], day["incidents"])));
    }

    [Fact]
    public async Task Who_knows_a_series_is_told_that_it_is_still_so()
    {
        await ReportAsync("r1", "FI-17", Noon(20));
        var path = $"api/v1/regions/FI-17/series?from={Text(Noon(30))}&to={Text(Noon(10))}&step=P1D";
        var (_, tag) = await TagAsync(path, null);
        Assert.Equal((HttpStatusCode.NotModified, tag), await TagAsync(path, tag));
        await ReportAsync("r2", "FI-17", Noon(19));
        var (status, changed) = await TagAsync(path, tag);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(tag, changed);

        // What happens later is not in it.
        await ReportAsync("r3", "FI-17", Noon(5));
        Assert.Equal((HttpStatusCode.NotModified, changed), await TagAsync(path, changed));
        var alerts = $"api/v1/alerts/series?region=FI-17&from={Text(Noon(30))}&to={Text(Noon(10))}&step=P1D";
        var (_, none) = await TagAsync(alerts, null);
        Assert.Equal((HttpStatusCode.NotModified, none), await TagAsync(alerts, none));
    }

    [Theory]
    [InlineData("regions/FI-17/series?step=PT59S", "step")]
    [InlineData("regions/FI-17/series?step=1h", "step")]
    [InlineData("regions/FI-17/series?step=PT1M", "step")]
    [InlineData("regions/FI-17/series?from=yesterday", "from")]
    [InlineData("regions/FI-17/series?from=1969-12-31T23:59:59Z&to=1970-01-02T00:00:00Z", "from")]
    [InlineData("regions/FI-17/series?from=2014-01-01T00:00:00Z&to=2014-01-01T00:00:00Z", "to")]
    [InlineData("regions/FI-17/series?from=2014-01-01T00:00:00Z&to=2015-01-03T00:00:00Z&step=P1D", "to")]
    [InlineData("regions/FI-17/series?fields=level,wounded", "fields")]
    [InlineData("alerts/series?step=P400D", "step")]
    [InlineData("alerts/series?minSeverity=grave", "minSeverity")]
    [InlineData("alerts/series?region=FI,XX-XX", "region")]
    [InlineData("alerts/series?threshold=no-such", "threshold")]
    public async Task What_cannot_be_told_is_refused_by_the_name_of_the_parameter(string path, string name)
    {
        using var response = await _server.Client.GetAsync(new Uri(_server.Url, "api/v1/" + path));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(name, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task Steps_that_have_not_begun_are_left_out_and_a_region_that_is_not_known_is_not_found()
    {
        var ahead = await _server.GetAsync(
            $"api/v1/regions/FI-16/series?from={Text(Now.AddHours(-2))}&to={Text(Now.AddDays(2))}&step=PT1H");
        var points = ahead["points"]!.AsArray();
        Assert.InRange(points.Count, 3, 4);
        Assert.True(At(points[^1]!) <= Now);
        var later = await _server.GetAsync($"api/v1/alerts/series?from={Text(Now.AddDays(1))}&to={Text(Now.AddDays(2))}");
        Assert.Empty(later["points"]!.AsArray());
        Assert.Equal((int)HttpStatusCode.NotFound, await _server.StatusAsync("api/v1/regions/XX-XX/series"));
    }

    [Fact]
    public async Task Alerts_are_counted_as_they_were_raised_and_a_key_counts_those_of_its_regions()
    {
        await RaiseAsync("NO-03", "norway", "warning");
        await RaiseAsync("SE-AB", "sweden", "severe");
        await _server.SendAsync(HttpMethod.Delete, "api/v1/thresholds/sweden", "");
        var from = Text(Now.AddHours(-1));
        var all = await _server.GetAsync($"api/v1/alerts/series?region=NO,SE&from={from}&step=P1D");
        Assert.Equal((0, 1, 1, 0, 2), Sums(all));
        Assert.Equal((0, 0, 1, 0, 1), Sums(await _server.GetAsync($"api/v1/alerts/series?region=NO,SE&minSeverity=severe&from={from}")));
        Assert.Equal((0, 0, 1, 0, 1), Sums(await _server.GetAsync($"api/v1/alerts/series?threshold=sweden&from={from}")));

        var (_, key) = await _server.KeyAsync("desk", "NO-03");
        Assert.Equal((0, 1, 0, 0, 1), Sums((await _server.GetAsync(key, $"api/v1/alerts/series?from={from}")).Body));
        Assert.Equal((0, 1, 0, 0, 1), Sums((await _server.GetAsync(key, $"api/v1/alerts/series?region=NO,SE&from={from}")).Body));
        Assert.Equal((0, 0, 0, 0, 0), Sums((await _server.GetAsync(key, $"api/v1/alerts/series?region=SE&from={from}")).Body));
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync(key, "api/v1/regions/NO-03/series")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.GetAsync(key, "api/v1/regions/NO/series")).Status);
        var (_, dashboard) = await _server.KeyAsync("dashboard", "NO-03");
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.GetAsync(dashboard, "api/v1/alerts/series")).Status);
    }

    private async Task RaiseAsync(string region, string threshold, string severity)
    {
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/" + threshold, $$"""
            {"scope":{"regions":["{{region}}"],"depth":"leaf"},"measure":"incidents","window":"PT24H","atLeast":1,"severity":"{{severity}}"}
            """);
        await ReportAsync("a", region, Now.AddMinutes(-5));
        await _server.Until(
            async () => (await _server.GetAsync($"api/v1/alerts?region={region}"))["items"]!.AsArray().Count > 0,
            $"{region} has its alert");
    }

    private Task ReportAsync(string id, string region, DateTimeOffset at, int? killed = null) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report($"{region}-{id}", region, $"Town {id}", at, killed: killed));

    private async Task<List<JsonNode>> PointsAsync(string path, DateTimeOffset from, string step, string more = "") =>
        [.. (await _server.GetAsync($"api/v1/{path}?from={Text(from)}&step={step}{more}"))["points"]!.AsArray().Select(static p => p!)];

    private async Task<(HttpStatusCode Status, string Tag)> TagAsync(string path, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, path));
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known));
        }

        using var response = await _server.Client.SendAsync(request);
        Assert.False(response.Headers.ETag!.IsWeak);
        return (response.StatusCode, response.Headers.ETag.Tag);
    }

    private static (int Notice, int Warning, int Severe, int Critical, int Total) Sums(JsonNode series)
    {
        var points = series["points"]!.AsArray();
        return (Sum("notice"), Sum("warning"), Sum("severe"), Sum("critical"), Sum("total"));

        int Sum(string name) => points.Sum(point => point![name]!.GetValue<int>());
    }

    private static DateTimeOffset At(JsonNode point) => DateTimeOffset.Parse(point["at"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static double Score(JsonNode point) => point["score"]!.GetValue<double>();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
