using System.Text;
using System.Text.Json.Nodes;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Import;
using Alerting.Server.Reports;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Import;

/// <summary>Runs the command on a text or a file, in this process.</summary>
internal static class ImportProbe
{
    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "Import", name);

    public static Task<Imported> ReadAsync(string text, params string[] arguments) => ReadAsync(Encoding.UTF8.GetBytes(text), arguments);

    public static Task<Imported> ReadAsync(byte[] file, params string[] arguments) => RunAsync(() => new MemoryStream(file), [.. arguments, "-"]);

    public static Task<Imported> RunAsync(params string[] arguments) => RunAsync(() => Stream.Null, arguments);

    private static async Task<Imported> RunAsync(Func<Stream> input, string[] arguments)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        var command = new ImportCommand(new ImportConsole(input, () => output, error), new FakeTimeProvider(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        var code = await command.RunAsync(arguments, defaultKey: null, TestContext.Current.CancellationToken);

        return new Imported(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>A line as the product reads it; a line that it would refuse fails the test.</summary>
    public static Report Parse(string line)
    {
        var parsed = s_parser.Parse(Encoding.UTF8.GetBytes(line), new ReportRules { Now = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), Tolerance = TimeSpan.Zero });
        Assert.True(parsed.Report is not null, $"{parsed.Fault?.Detail}: {line}");
        return parsed.Report;
    }
}

/// <summary>What the command did.</summary>
/// <param name="Told">Lines on standard error.</param>
internal sealed record Imported(int Code, string Output, string[] Told)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public List<Report> Reports => [.. Lines.Select(ImportProbe.Parse)];

    public Report Report => Assert.Single(Reports);

    public JsonNode Json => JsonNode.Parse(Assert.Single(Lines))!;

    /// <summary>The one reject.</summary>
    public string Reject => Assert.Single(Told, static t => t.StartsWith("line ", StringComparison.Ordinal));
}
