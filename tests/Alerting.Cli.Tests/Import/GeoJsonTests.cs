using Alerting.Cli.Import;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Text;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class GeoJsonTests
{
    private const string Feature = """{"type":"Feature","id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03","source":"x"},"geometry":null}""";

    [Fact]
    public async Task Properties_are_the_members_of_a_report_and_the_point_is_its_location()
    {
        var imported = await FixtureAsync();

        var (first, second) = (imported.Reports[0], imported.Reports[1]);
        Assert.Equal((0, 2), (imported.Code, imported.Reports.Count));
        Assert.Equal(("1", "desk", "desk:1", "B2"), (first.ReportId, first.Source, first.IncidentId, first.Grade.ToString()));
        Assert.Equal(("Ramadi", Precision.Town, new Location(33.42, 43.3), 3), (first.Town, first.Precision, first.Location!.Value, first.Killed));
        Assert.Equal(new DateTimeOffset(2014, 1, 3, 10, 5, 0, TimeSpan.Zero), first.OccurredAt);
        Assert.Equal(["Invented Front"], first.Actors);
        Assert.Equal(("r-2", "invented-desk", "A1", "IQ-DI", null), (second.ReportId, second.Source, second.Grade.ToString(), second.Region, second.Location));
        Assert.Equal(new DateTimeOffset(2014, 1, 3, 12, 0, 0, TimeSpan.Zero), second.OccurredAt);
    }

    [Fact]
    public async Task Features_that_make_no_report_are_listed_by_line() => Assert.Equal(
        [
            "line 9 (3): unknown field 'twon'; did you mean 'town'?",
            "line 11 (4): geometry is no Point with longitude and latitude",
            "line 13: reportId is required, as a property or as the id of the feature: without it a second import would be news",
            "5 rows read, 2 made a report, 3 rejected: 1 invalid-field, 1 missing-field, 1 unknown-field.",
        ],
        (await FixtureAsync()).Errors);

    [Theory]
    [InlineData("", "The file is not JSON from line 1, column 1 on.")]
    [InlineData("[]", "This is no GeoJSON feature collection: it is no JSON object.")]
    [InlineData("""{"type":"Feature","properties":{}}""", "This is no GeoJSON feature collection: its type is another.")]
    [InlineData("""{"type":"FeatureCollection"}""", "This is no GeoJSON feature collection: it has no array 'features'.")]
    [InlineData("""{"features":{}}""", "'features' is no array.")]
    public async Task What_is_no_collection_is_told(string text, string sentence)
    {
        var imported = await ImportProbe.ReadAsync(text, "--format", "geojson");

        Assert.Equal((1, sentence), (imported.Code, imported.Errors[^1]));
    }

    [Fact]
    public async Task Features_before_the_place_where_a_file_breaks_off_are_imported()
    {
        var imported = await ImportProbe.ReadAsync($"{{\"type\":\"FeatureCollection\",\"features\":[\n{Feature},\n{{\"type\":", "--format", "geojson");

        Assert.Equal(1, imported.Code);
        Assert.Equal("IQ-AN", imported.Report.Region);
        Assert.StartsWith("The file is not JSON from line 3", imported.Errors[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"Feature","id":1,"properties":null,"geometry":null}""", "is no feature with properties")]
    [InlineData("7", "is no feature with properties")]
    [InlineData("""{"id":1,"properties":{"region":"IQ-AN","region":"IQ-DI","source":"x"}}""", "region is stated twice")]
    [InlineData("""{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03","source":"x","town":"\ud800"}}""", "holds text that is no Unicode")]
    [InlineData("""{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03","source":"x","actors":["\ud800"]}}""", "holds text that is no Unicode")]
    [InlineData("""{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"yesterday","source":"x"}}""", "occurredAt must be an RFC 3339 time")]
    [InlineData("""{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03"}}""", "source is required, as a property or as --source")]
    [InlineData("""{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03","source":"x","killed":"3"}}""", "killed must be an integer")]
    public async Task A_feature_that_cannot_be_meant_is_rejected_and_harms_no_neighbour(string feature, string reason)
    {
        var imported = await ImportProbe.ReadAsync($"\uFEFF{{\"features\":[{feature},{Feature}],\"type\":\"FeatureCollection\"}}", "--format", "geojson");

        Assert.Equal(0, imported.Code);
        Assert.Contains(reason, imported.Reject, StringComparison.Ordinal);
        Assert.Equal("IQ-AN", imported.Report.Region);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Text_that_comes_in_pieces_is_read_as_in_one(int piece)
    {
        var options = new ImportOptions { Format = ImportFormat.Geojson, File = "-", Source = "desk" };
        var format = new GeoJsonEvents(new GeoJsonReport(options, new BuiltInRegions(RegionCatalog.Iso, RegionBoundaries.Load(RegionCatalog.Iso))));
        var pieces = new PieceStream(await File.ReadAllBytesAsync(ImportProbe.Fixture("invented.geojson")), piece);
        await using var file = await TextFile.OpenAsync(pieces, null, TestContext.Current.CancellationToken);

        var rows = new List<ImportedRow>();
        await foreach (var row in format.ReadAsync(file, TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        Assert.Equal([5, 7, 9, 11, 13], rows.Select(static r => r.Line));
        Assert.Equal(["1", "r-2", "3", "4", null], rows.Select(static r => r.Id));
    }

    private static Task<Imported> FixtureAsync() => ImportProbe.RunAsync(
        "--format", "geojson", "--source", "desk", "--regions", ImportProbe.Fixture("crosswalk-invented.csv"), ImportProbe.Fixture("invented.geojson"));

    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
