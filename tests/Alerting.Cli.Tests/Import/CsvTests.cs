using System.Text;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>What files really look like, on made-up rows of UCDP GED.</summary>
public sealed class CsvTests
{
    private const string Header = "id,date_start,date_end,date_prec,type_of_violence,where_prec,place,latitude,longitude,best,iso_3166_2,headline";
    private const string Row = "2014-01-03,2014-01-03,1,1,1,Hīt town,33.6,42.8,2,IQ-AN";

    [Fact]
    public async Task Columns_are_known_by_name_whatever_their_order_case_and_separator()
    {
        var columns = Header.Split(',').Reverse().Select(static c => c.ToUpperInvariant());
        var cells = $"7,{Row},x".Split(',').Reverse();

        var report = (await ReadAsync($"{string.Join(';', columns)}\r\n{string.Join(';', cells)}\r\n")).Report;

        Assert.Equal(("7", "Hīt", "IQ-AN"), (report.ReportId, report.Town, report.Region));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public async Task A_byte_order_mark_is_passed_over(string encoding)
    {
        var file = Encoding.GetEncoding(encoding);

        var imported = await ImportProbe.ReadAsync([.. file.GetPreamble(), .. file.GetBytes($"{Header}\n7,{Row},x")], "--format", "ucdp-ged");

        Assert.Equal("Hīt", imported.Report.Town);
    }

    [Fact]
    public async Task Tags_of_hxl_and_blank_lines_are_passed_over()
    {
        var imported = await ReadAsync($"{Header}\n#event+id,#date+start,#date+end,,,,#loc,#geo+lat,#geo+lon,#affected+killed,#adm1+code,\n\n7,{Row},x\n,,,,,,,,,,,\n");

        Assert.Equal("7", imported.Report.ReportId);
        Assert.Equal("1 rows read, 1 made a report, 0 rejected.", Assert.Single(imported.Errors));
    }

    [Fact]
    public async Task Line_numbers_count_the_breaks_inside_quotes()
    {
        var imported = await ReadAsync($"{Header}\n1,{Row},\"one\ntwo\r\n\"\"three\"\"\"\n2,{Row},x\n3,{Row.Replace("IQ-AN", "IQ-XX", StringComparison.Ordinal)},x\n");

        Assert.Equal(["1", "2"], imported.Reports.Select(static r => r.ReportId));
        Assert.StartsWith("one\ntwo\r\n\"three\"", imported.Reports[0].Summary, StringComparison.Ordinal);
        Assert.StartsWith("line 6 (3): unknown region 'IQ-XX'", imported.Reject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7,2014-01-03")]
    [InlineData($"7,{Row},x,y")]
    public async Task A_row_with_more_or_fewer_cells_than_columns_is_rejected(string row) =>
        Assert.Contains("cells, not 12", (await ReadAsync($"{Header}\n{row}\n")).Reject, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("id,name\n1,x\n")]
    [InlineData("{\"type\":\"FeatureCollection\"}")]
    public async Task A_file_without_the_columns_is_told_in_one_sentence(string text)
    {
        var imported = await ReadAsync(text);

        Assert.Equal(1, imported.Code);
        Assert.StartsWith("This is no table of UCDP GED: it has no column ", imported.Errors[^1], StringComparison.Ordinal);
        Assert.Empty(imported.Lines);
    }

    [Fact]
    public async Task Columns_without_a_name_and_of_one_name_harm_nothing()
    {
        var report = (await ReadAsync($"{Header},,,headline\n7,{Row},x,a,b,y\n")).Report;

        Assert.StartsWith("x. Deaths", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_which_no_row_makes_a_report_is_exit_code_3()
    {
        Assert.Equal(3, (await ReadAsync($"{Header}\n")).Code);
        Assert.Equal(3, (await ReadAsync($"{Header}\n7,{Row.Replace("IQ-AN", "IQ-XX", StringComparison.Ordinal)},x\n")).Code);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_fill_the_memory()
    {
        var imported = await ReadAsync($"{Header}\n1,{Row},x\n2,{Row},\"open\n{new string('x', 17 << 20)}");

        Assert.Equal(1, imported.Code);
        Assert.StartsWith("The file cannot be read after the row of line 2: ", imported.Errors[^1], StringComparison.Ordinal);
        Assert.Equal("1", imported.Report.ReportId);
    }

    [Fact]
    public async Task A_summary_that_is_too_long_is_cut_and_the_event_kept()
    {
        var report = (await ReadAsync($"{Header}\n7,{Row},{string.Concat(Enumerable.Repeat("😀", 5000))}\n")).Report;

        Assert.Equal(4000, report.Summary!.EnumerateRunes().Count());
        Assert.EndsWith("😀…", report.Summary, StringComparison.Ordinal);
    }

    private static Task<Imported> ReadAsync(string text) => ImportProbe.ReadAsync(text, "--format", "ucdp-ged");
}
