using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>Texts that are longer than a report's may be: the event is kept.</summary>
public sealed class LongTextTests
{
    private static readonly string s_long = string.Join(' ', Enumerable.Repeat("invented", 30));

    [Fact]
    public async Task Names_are_cut_between_words()
    {
        var imported = await ImportAsync("1", s_long, s_long, "x", "https://example.org");

        var cut = string.Join(' ', Enumerable.Repeat("invented", 13)) + "…";
        Assert.Equal(cut, imported.Report.Town);
        Assert.Equal([cut], imported.Report.Actors);
        Assert.Equal(
            "Texts that were cut or left out, for they are longer than a report's may be or no web address: 2.",
            imported.Errors[0]);
    }

    [Fact]
    public async Task A_name_without_words_is_cut_where_it_must()
    {
        var report = (await ImportAsync("1", new string('é', 121), "x", "x", "https://example.org")).Report;

        Assert.Equal(new string('é', 119) + "…", report.Town);
    }

    [Fact]
    public async Task A_name_of_the_greatest_length_stays()
    {
        var name = string.Concat(Enumerable.Repeat("😀a", 60));

        var imported = await ImportAsync("1", name, "x", "x", "https://example.org");

        Assert.Equal(name, imported.Report.Town);
        Assert.Single(imported.Errors);
    }

    [Fact]
    public async Task Sixteen_actors_are_kept()
    {
        var actors = string.Join(';', Enumerable.Range(1, 20).Select(static i => $"Actor {i}"));

        var report = (await ImportAsync("1", "x", actors, "x", "https://example.org")).Report;

        Assert.Equal(16, report.Actors.Count);
    }

    [Fact]
    public async Task Long_ids_stay_different()
    {
        var one = (await ImportAsync(new string('x', 200) + "1", "x", "x", "x", "https://example.org")).Report;
        var two = (await ImportAsync(new string('x', 200) + "2", "x", "x", "x", "https://example.org")).Report;

        Assert.Equal((128, 128), (one.ReportId.Length, two.ReportId.Length));
        Assert.NotEqual(one.ReportId, two.ReportId);
        Assert.NotEqual(one.IncidentId, two.IncidentId);
    }

    [Theory]
    [InlineData("BBC Monitoring")]
    [InlineData("ftp://example.org")]
    public async Task An_address_that_is_none_is_left_out(string url) =>
        Assert.Null((await ImportAsync("1", "x", "x", "x", url)).Report.Url);

    [Fact]
    public async Task A_name_of_two_lines_is_one()
    {
        var report = (await ImportAsync("1", "\"Al\n Karmah\"", "x", "x", "https://example.org")).Report;

        Assert.Equal("Al Karmah", report.Town);
    }

    [Fact]
    public async Task Features_with_the_members_of_a_report_are_cut_likewise()
    {
        var imported = await ImportProbe.ReadAsync(
            $$"""
            {"features":[{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03","source":"x",
              "town":"{{s_long}}","actors":["{{s_long}}"] } } ] }
            """);

        Assert.EndsWith("invented…", imported.Report.Town, StringComparison.Ordinal);
        Assert.EndsWith("invented…", Assert.Single(imported.Report.Actors), StringComparison.Ordinal);
    }

    private static Task<Imported> ImportAsync(string id, string town, string actors, string summary, string url) => ImportProbe.ReadAsync(
        $"reportId,occurredAt,kind,region,town,actors,summary,url\n{id},2014-01-03,ied,IQ-AN,{town},{actors},{summary},{url}\n",
        "--format", "csv", "--source", "desk");
}
