using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>Files of every format into a server, which knows them when they come again.</summary>
public sealed class EveryFormatTests(HazardServer fixture) : IClassFixture<HazardServer>
{
    private readonly RunningServer _server = fixture.Server;

    [Theory]
    [InlineData("ucdp-ged-candidate-invented.csv", 4)]
    [InlineData("acled-2021-invented.csv", 3)]
    [InlineData("acled-2025-invented.csv", 2)]
    [InlineData("gdelt-2-invented.export.CSV", 4)]
    [InlineData("gtd-invented.csv", 3)]
    [InlineData("gdacs-invented.geojson", 2, "--catalog", HazardServer.Catalog)]
    [InlineData("usgs-invented.geojson", 2, "--catalog", HazardServer.Catalog)]
    [InlineData(
        "points-invented.geojson", 1, "--source", "desk", "--field", "town=Place", "--field", "occurredAt=When", "--field", "kind=What",
        "--field", "killed=Dead")]
    public async Task An_import_is_taken_once(string file, int reports, params string[] arguments)
    {
        string[] all = [ImportProbe.Fixture(file), .. arguments.Select(Path), "--to", _server.Url.ToString()];

        var first = await ImportProcess.RunAsync(_server.Key, all);
        var again = await ImportProcess.RunAsync(_server.Key, all);

        Assert.Equal((0, $"{_server.Url} took {reports} and knew 0 already."), (first.Code, first.Errors[^1]));
        Assert.Equal((0, $"{_server.Url} took 0 and knew {reports} already."), (again.Code, again.Errors[^1]));
    }

    [Fact]
    public async Task A_file_of_which_the_server_takes_nothing_is_exit_code_3()
    {
        var file = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "reportId,occurredAt,kind,region\n1,1989-01-03,ied,IQ-AN\n");

            var imported = await ImportProcess.RunAsync(_server.Key, file, "--source", "desk", "--to", _server.Url.ToString());

            Assert.Equal(3, imported.Code);
            Assert.Equal($"{_server.Url} took 0 and knew 0 already.", imported.Errors[^1]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Real_events_of_Iraq_find_their_governorates_by_name_and_are_taken_once()
    {
        var file = TestData.Require("ucdp-ged-hdx-iraq-2013-12-15_2014-01-31.csv");
        string[] arguments = [file, "--source", "real", "--to", _server.Url.ToString()];

        var first = await ImportProcess.RunAsync(_server.Key, arguments);
        var again = await ImportProcess.RunAsync(_server.Key, arguments);

        Assert.Equal(
            [
                "The file is read as UCDP GED, by its columns.",
                "line 29 (114557): is known to a range only, 2014-01-01 to 2014-05-31 (date_prec 5), not to a day",
                "Regions: 83 by its name; 1 not to be found, the country instead.",
                "85 rows read, 84 made a report, 1 rejected: 1 date-range.",
                $"{_server.Url} took 84 and knew 0 already.",
            ],
            first.Errors);
        Assert.Equal((0, $"{_server.Url} took 0 and knew 84 already."), (again.Code, again.Errors[^1]));
        var incidents = (await _server.GetAsync("api/v1/regions/IQ-SD/incidents?limit=1000"))["items"]!.AsArray();
        Assert.Contains(incidents, static incident => incident!["town"]?.GetValue<string>() == "Tikrīt");
    }

    [Fact]
    public async Task Names_towns_and_the_country_give_the_regions_of_two_years_of_Iraq()
    {
        // The same events with the code of their governorate, which somebody else has found, and without it.
        var path = TestData.Require("ucdp-ged-iraq-2013-2014.csv");
        var coded = (await ImportProbe.RunAsync(path)).Reports.ToDictionary(static r => r.ReportId, static r => r.Region);
        var text = (await File.ReadAllTextAsync(path)).Replace("iso_3166_2", "unused", StringComparison.Ordinal);

        var byName = await ImportProbe.ReadAsync(text);
        var byTown = await ImportProbe.ReadAsync(text.Replace("adm_1", "unused_2", StringComparison.Ordinal));

        Assert.All(byName.Reports.Where(r => coded.ContainsKey(r.ReportId)), r => Assert.Equal(coded[r.ReportId], r.Region));
        Assert.Equal(coded.Count, byName.Reports.Count(r => coded.ContainsKey(r.ReportId)));
        var right = byTown.Reports.Count(r => coded.GetValueOrDefault(r.ReportId) == r.Region);
        var wrong = byTown.Reports.Count(r => coded.TryGetValue(r.ReportId, out var region) && region != r.Region);
        TestContext.Current.TestOutputHelper!.WriteLine($"By towns and boundaries alone: {right} right, {wrong} wrong.");
        Assert.True(wrong <= 0.03 * right);
    }

    private static string Path(string argument) => argument == HazardServer.Catalog ? ImportProbe.Fixture(argument) : argument;
}

/// <summary>A server whose catalogue has kinds of natural hazards.</summary>
public sealed class HazardServer : IAsyncLifetime
{
    public const string Catalog = "natural-hazards.json";

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Server = await RunningServer.StartAsync(("Alerting__Catalog", ImportProbe.Fixture(Catalog)));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
