using Alerting.Cli.Import;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class ImportArgumentsTests
{
    [Theory]
    [InlineData("--format ucdpged x.csv", "--format is ucdp-ged or acled or gdelt or gtd or gdacs or usgs or csv or geojson, not 'ucdpged'; did you mean 'ucdp-ged'?")]
    [InlineData("--format acled", "Name the file to import, or - for standard input.")]
    [InlineData("--format acled x.csv y.csv", "One file at a time: 'x.csv' or 'y.csv'.")]
    [InlineData("--format acled --region r.csv x.csv", "There is no option --region, see import --help; did you mean '--regions'?")]
    [InlineData("--format acled x.csv --out", "--out needs a value.")]
    [InlineData("--format acled x.csv --out=", "--out needs a value.")]
    [InlineData("--format acled --format acled x.csv", "--format is stated twice.")]
    [InlineData(
        "--format acled x.csv --to localhost:5080",
        "--to must be an http or https address such as http://127.0.0.1:5080, not 'localhost:5080'.")]
    [InlineData("--format acled x.csv --to http://localhost", "--to needs a key: --key, or the environment variable ALERTING_KEY.")]
    [InlineData("--format acled x.csv --to http://localhost --key k --out o", "State --to or --out, not both.")]
    [InlineData("--format acled x.csv --key k", "--key is of use with --to only.")]
    [InlineData("--format acled x.csv --grade G1", "--grade must be an Admiralty code from A1 to F6, not 'G1'.")]
    [InlineData("--format acled x.csv --revision 0", "--revision must be an integer from 1, not '0'.")]
    [InlineData("--format acled x.csv --ranges drop", "--ranges is short or reject or keep, not 'drop'.")]
    [InlineData("--date-order ymd x.csv", "--date-order is dmy or mdy, not 'ymd'.")]
    [InlineData("--encoding windows1252 x.csv", "--encoding knows no encoding 'windows1252'; did you mean 'windows-1252'?")]
    [InlineData("--field town x.csv", "--field is FIELD=COLUMN, as in --field town=City, not 'town'.")]
    [InlineData("--field town= x.csv", "--field is FIELD=COLUMN, as in --field town=City, not 'town='.")]
    [InlineData("--field x.csv y.csv", "--field is FIELD=COLUMN, as in --field town=City, not 'x.csv'.")]
    public async Task What_cannot_be_meant_is_one_sentence(string arguments, string sentence)
    {
        var imported = await ImportProbe.RunAsync(arguments.Split(' '));

        Assert.Equal((2, sentence), (imported.Code, Assert.Single(imported.Errors)));
    }

    [Fact]
    public void The_key_may_come_from_outside_the_command_line()
    {
        string[] arguments = ["--format", "acled", "x.csv", "--to", "http://localhost"];

        Assert.Equal("outside", Read(arguments).Key);
        Assert.Equal("k", Read([.. arguments, "--key", "k"]).Key);
        Assert.Null(Read(arguments[..3]).Key);
    }

    [Fact]
    public async Task A_field_that_is_none_is_refused_with_the_nearest()
    {
        var imported = await ImportProbe.RunAsync("--field", "twon=City", "x.csv");

        Assert.Equal(2, imported.Code);
        Assert.StartsWith(
            "--field knows no field 'twon', only reportId, revision, ",
            Assert.Single(imported.Errors),
            StringComparison.Ordinal);
        Assert.EndsWith("; did you mean 'town'?", imported.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_does_not_exist_is_refused_with_the_nearest()
    {
        var imported = await ImportProbe.ReadAsync("id\n", "--kind", "Bombing=vehicle-bom");

        Assert.Equal(
            (2, "There is no kind 'vehicle-bom' for --kind; did you mean 'vehicle-bomb'?"),
            (imported.Code, Assert.Single(imported.Errors)));
    }

    [Theory]
    [InlineData("--format acled does-not-exist.csv")]
    [InlineData("--format acled - --regions does-not-exist.csv")]
    [InlineData("--format acled - --out does-not-exist/out.ndjson")]
    [InlineData("--bogus")]
    [InlineData("")]
    public async Task Wrong_usage_is_exit_code_2_and_one_line(string arguments)
    {
        var imported = await ImportProbe.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, imported.Code);
        Assert.Single(imported.Errors);
    }

    [Fact]
    public async Task Help_explains_every_option_and_format()
    {
        var imported = await ImportProbe.RunAsync("--help");

        Assert.Equal(0, imported.Code);
        Assert.All(
            [
                "ucdp-ged", "acled", "gdelt", "gtd", "gdacs", "usgs", "csv", "geojson", "--field", "--kind", "--date-order", "--encoding",
                "--to", "--key", "--out", "--rejects", "--regions", "--grade", "--source", "--revision", "--ranges", "--near",
            ],
            name => Assert.Contains(name, imported.Output, StringComparison.Ordinal));
        Assert.All(imported.Output.Split('\n'), static line => Assert.InRange(line.Length, 0, 130));
    }

    private static ImportOptions Read(string[] arguments)
    {
        var command = new ImportCommand(CliConsole.Standard, new CliEnvironment("outside", TimeProvider.System));
        return command.Read(command.Parse(arguments));
    }
}
