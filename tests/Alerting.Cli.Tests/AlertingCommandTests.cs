using System.Text;
using Xunit;

namespace Alerting.Cli.Tests;

public sealed class AlertingCommandTests
{
    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("imprt", "There is no command imprt, see --help; did you mean 'import'?")]
    [InlineData("--vresion", "There is no option --vresion, see --help; did you mean '--version'?")]
    [InlineData("import --hlp", "There is no option --hlp, see import --help; did you mean '--help'?")]
    [InlineData("import @x.csv --formt acled", "There is no option --formt, see import --help; did you mean '--format'?")]
    [InlineData("import @x.csv --format acled", "'@x.csv' cannot be opened: Could not find file '{0}'.")]
    public async Task What_cannot_be_meant_is_one_sentence_and_exit_code_2(string arguments, string sentence)
    {
        var (code, output, errors) = await RunAsync(arguments);

        var expected = string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, Path.GetFullPath("@x.csv"));
        Assert.Equal((2, "", expected), (code, output, errors.TrimEnd()));
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var (code, output, errors) = await RunAsync("--help");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("import", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var (code, _, errors) = await RunAsync("import - --format geojson", cancelled.Token);

        Assert.Equal((1, "Cancelled."), (code, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        string arguments, CancellationToken cancellationToken = default)
    {
        using var output = new MemoryStream();
        await using var errors = new StringWriter();
        var console = new CliConsole(static () => new MemoryStream("{}"u8.ToArray()), () => output, errors);
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var code = await AlertingCommand.RunAsync(words, console, new CliEnvironment(null, TimeProvider.System), cancellationToken);

        return (code, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}
