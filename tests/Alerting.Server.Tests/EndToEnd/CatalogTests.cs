using System.Net;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Regions and kinds of the operator's are regions and kinds like any other.</summary>
public sealed class CatalogTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_report_of_a_kind_and_a_region_of_the_file_reaches_the_region_above_it()
    {
        await File.WriteAllTextAsync(
            _path,
            """{"regions":[{"code":"IQ-AN-01","name":"Fallujah District","parent":"IQ-AN"}],"kinds":[{"kind":"drone-sighted","family":"strategic","weight":0.25}]}""",
            TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(("Alerting__Catalog", _path));
        var report = Facts.Report("r-1", "IQ-AN-01", "Saqlawiyah", TimeProvider.System.GetUtcNow())
            .Replace("armed-assault", "drone-sighted", StringComparison.Ordinal);

        await server.SendAsync(HttpMethod.Post, "api/v1/reports", report, expected: HttpStatusCode.OK);

        Assert.Equal("Fallujah District", (await server.GetAsync("api/v1/regions/IQ-AN-01"))["name"]!.GetValue<string>());
        await server.Until(
            async () => (await server.GetAsync("api/v1/regions/IQ"))["incidents24h"]!.GetValue<int>() == 1,
            "the country knows of it");
        Assert.Contains("drone-sighted", (await server.GetAsync("api/v1/kinds")).ToJsonString(), StringComparison.Ordinal);
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports", report.Replace("IQ-AN-01", "IQ-AN-02", StringComparison.Ordinal),
            expected: HttpStatusCode.UnprocessableEntity);
    }
}
