using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A server that cannot start says why in one line and by its exit code.</summary>
public sealed class BadStartTests : IDisposable
{
    private const int Misused = 2;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-start-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("demmo", "Did you mean 'demo'?")]
    [InlineData("--Alerting:Retension=P1D", "Did you mean '--Alerting:Retention'?")]
    [InlineData("--Alerting:Retention=7days", "Alerting:Retention must be an ISO 8601 duration")]
    [InlineData("--Alerting:Cluster:SiloPort=abc", "'abc' at 'Alerting:Cluster:SiloPort'")]
    [InlineData("--Alerting:DataDirectory=/dev/null/data", "cannot be written")]
    [InlineData("--Alerting:Catalog=/nowhere/catalog.json", "/nowhere/catalog.json")]
    [InlineData("--Alerting:Boundaries=/nowhere/own.geojson", "/nowhere/own.geojson")]
    public async Task Bad_arguments_and_settings(string argument, string why)
    {
        var (code, output, error) = await RunAsync(argument);

        Assert.Equal(Misused, code);
        Assert.Contains(why, Assert.Single(error), StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_port_that_is_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (code, output, error) = await RunAsync(string.Create(CultureInfo.InvariantCulture, $"--urls=http://127.0.0.1:{port}"));

        Assert.Equal(Misused, code);
        Assert.Contains("address already in use", Assert.Single(error), StringComparison.Ordinal);
        Assert.DoesNotContain(
            output,
            static line =>
                line.StartsWith("fail:", StringComparison.Ordinal) || line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_data_directory_that_another_process_has()
    {
        await using var other =
            new FileStream(Path.Combine(_directory.FullName, "alerting.db.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var (code, _, error) = await RunAsync();

        Assert.Equal(Misused, code);
        Assert.Contains("in use by another process", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_told_and_nothing_is_created()
    {
        var (code, output, error) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Contains(output, static line => line.Contains("--accept-loss", StringComparison.Ordinal));
        Assert.Empty(_directory.GetFileSystemInfos());
    }

    private async Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProgram.Path, .. arguments]);
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{TestPorts.Next()}";
        start.Environment["Alerting__DataDirectory"] = _directory.FullName;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var run = await ProgramRun.ToEndAsync(start);
        return (run.ExitCode, run.OutputLines, run.ErrorLines);
    }
}
