using System.Diagnostics;
using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>The endpoint that does nothing in a process of its own, with the runtime settings of the product's.</summary>
internal sealed class NothingUnderTest : IAsyncDisposable
{
    private static readonly Dictionary<string, string> s_runtime = new()
    {
        // As in src/Alerting.Server/Alerting.Server.csproj and its runtimeconfig.template.json.
        ["DOTNET_gcServer"] = "1",
        ["DOTNET_GCDynamicAdaptationMode"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_CallCountingDelayMs"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    private readonly ChildProcess _process;

    private NothingUnderTest(int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(
            "dotnet", [typeof(NothingUnderTest).Assembly.Location, NothingServer.Command, port.ToString(CultureInfo.InvariantCulture)]);
        foreach (var (name, value) in s_runtime)
        {
            start.Environment[name] = value;
        }

        _process = new ChildProcess(start);
    }

    public Uri Url { get; }

    public static async Task<NothingUnderTest> StartAsync(CancellationToken cancellationToken)
    {
        var nothing = new NothingUnderTest(TestPorts.Next());
        using var client = new HttpClient();
        await nothing._process.AnswersAsync(client, nothing.Url, cancellationToken);
        return nothing;
    }

    public (TimeSpan Cpu, long Bytes) Usage() => (_process.ProcessorTime, _process.ResidentBytes);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
