using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>The command as a process against a server as a process.</summary>
public sealed class ImportToServerTests(OneServer fixture) : IClassFixture<OneServer>
{
    private const string Header = "id,date_start,date_end,date_prec,type_of_violence,where_prec,place,latitude,longitude,best,iso_3166_2";

    private readonly RunningServer _server = fixture.Server;

    private string Key => _server.Key;

    [Fact]
    public async Task Posts_what_makes_a_report_and_can_be_repeated()
    {
        string[] arguments =
        [
            "--format", "acled", ImportProbe.Fixture("acled-invented.csv"), "--regions", ImportProbe.Fixture("crosswalk-invented.csv"),
            "--to", _server.Url.ToString(),
        ];

        var first = await ImportProcess.RunAsync(Key, arguments);
        var again = await ImportProcess.RunAsync(Key, arguments);

        Assert.Equal(
            (0, "6 rows read, 3 made a report, 3 rejected: 1 date-range, 1 unknown-kind, 1 unknown-region."),
            (first.Code, first.Errors[^2]));
        Assert.Equal($"{_server.Url} took 3 and knew 0 already.", first.Errors[^1]);
        Assert.Equal((0, $"{_server.Url} took 0 and knew 3 already."), (again.Code, again.Errors[^1]));
        var incident = (await _server.GetAsync("api/v1/regions/IQ-SD/incidents"))["items"]![0]!;
        Assert.Equal("acled:IRQ990002", incident["incidentId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lists_what_the_server_refuses_by_the_line_of_the_file()
    {
        var (file, rejects) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            await File.WriteAllTextAsync(
                file,
                $"{Header}\n1,{Row("2014-01-03")}\n2,{Row("2014-01-03").Replace("33.6,42.8,2,IQ-BA", ",,2,", StringComparison.Ordinal)}\n3,{Row("1989-01-03")}\n4,{Row("2999-01-03")}\n");

            var imported = await ImportProcess.RunAsync(
                null, "--format", "ucdp-ged", file, "--to", _server.Url.ToString(), "--key", Key, "--rejects", rejects);

            Assert.Equal(0, imported.Code);
            Assert.Equal(
                [
                    "line 3 (2): no region is stated, neither by code nor by name, country or point",
                    "line 4 (3): refused by the server: occurredAt lies further back than the 7300 days that are kept",
                    "line 5 (4): refused by the server: occurredAt lies more than 5 min in the future",
                    "4 rows read, 3 made a report, 3 rejected: 1 in-the-future, 1 too-old, 1 unknown-region.",
                    $"{_server.Url} took 1 and knew 0 already.",
                ],
                imported.Errors);
            var listed = (await File.ReadAllLinesAsync(rejects)).Select(static l => JsonNode.Parse(l)!).ToList();
            Assert.Equal(
                ["3 2 unknown-region", "4 3 too-old", "5 4 in-the-future"],
                listed.Select(static r => $"{r["line"]} {r["reportId"]} {r["type"]}"));
        }
        finally
        {
            File.Delete(file);
            File.Delete(rejects);
        }
    }

    [Fact]
    public async Task Tens_of_thousands_of_rows_are_one_upload()
    {
        const int Rows = 30_000;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, Rows).Select(static i => $"m{i},{Row("2014-01-03")}").Prepend(Header));

            var imported = await ImportProcess.RunAsync(Key, "--format", "ucdp-ged", file, "--to", _server.Url.ToString());

            Assert.Equal((0, $"{_server.Url} took 30,000 and knew 0 already."), (imported.Code, imported.Errors[^1]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_a_failure_but_what_was_sent_is_settled()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                """{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"region":"IQ-KA","kind":"ied","occurredAt":"2014-01-03"}},{""");

            var imported =
                await ImportProcess.RunAsync(Key, "--format", "geojson", file, "--source", "desk", "--to", _server.Url.ToString());

            Assert.Equal(1, imported.Code);
            Assert.Equal($"{_server.Url} took 1 and knew 0 already.", imported.Errors[^2]);
            Assert.StartsWith("The file is not JSON from line 1", imported.Errors[^1], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_server_that_refuses_or_is_not_there_is_a_failure()
    {
        string[] arguments =
        [
            "--format", "acled", ImportProbe.Fixture("acled-invented.csv"), "--regions",
            ImportProbe.Fixture("crosswalk-invented.csv"), "--key", "wrong", "--to"
        ];

        var refused = await ImportProcess.RunAsync(null, [.. arguments, _server.Url.ToString()]);
        var absent = await ImportProcess.RunAsync(null, [.. arguments, $"http://127.0.0.1:{TestPorts.Next()}"]);

        Assert.Equal((1, 1), (refused.Code, absent.Code));
        Assert.Contains("refused the reports with 401", refused.Errors[^1], StringComparison.Ordinal);
        Assert.Contains("cannot be reached or broke off", absent.Errors[^1], StringComparison.Ordinal);
    }

    private static string Row(string day) => $"{day},{day},1,1,1,Invented town,33.6,42.8,2,IQ-BA";
}
