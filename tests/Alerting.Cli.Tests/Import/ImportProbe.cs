using System.Text;
using System.Text.Json.Nodes;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Reports;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>Runs the command on a text or a file, in this process.</summary>
internal static class ImportProbe
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "Import", name);

    public static Task<Imported> ReadAsync(string text, params string[] arguments) => ReadAsync(Encoding.UTF8.GetBytes(text), arguments);

    public static Task<Imported> ReadAsync(byte[] file, params string[] arguments) =>
        RunAsync(() => new MemoryStream(file), [.. arguments, "-"]);

    public static Task<Imported> RunAsync(params string[] arguments) => RunAsync(() => Stream.Null, arguments);

    private static async Task<Imported> RunAsync(Func<Stream> input, string[] arguments)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        var console = new CliConsole(input, () => output, error);
        var environment = new CliEnvironment(null, new FakeTimeProvider(s_now));

        var code = await AlertingCommand.RunAsync(["import", .. arguments], console, environment, TestContext.Current.CancellationToken);

        var errors = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Imported(code, Encoding.UTF8.GetString(output.ToArray()), errors);
    }

    /// <summary>A line as the product reads it; a line that it would refuse fails the test.</summary>
    public static Report Parse(string line)
    {
        var parsed = s_parser.Parse(Encoding.UTF8.GetBytes(line), new ReportRules { Now = s_now, Tolerance = TimeSpan.Zero });
        Assert.True(parsed.Report is not null, $"{parsed.Fault?.Detail}: {line}");
        return parsed.Report;
    }
}

/// <summary>What the command did.</summary>
/// <param name="Errors">Lines on standard error.</param>
internal sealed record Imported(int Code, string Output, string[] Errors)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public List<Report> Reports => [.. Lines.Select(ImportProbe.Parse)];

    public Report Report => Assert.Single(Reports);

    public JsonNode Json => JsonNode.Parse(Assert.Single(Lines))!;

    /// <summary>The one reject.</summary>
    public string Reject => Assert.Single(Errors, static line => line.StartsWith("line ", StringComparison.Ordinal));
}
