using System.Globalization;
using Alerting.Cluster.Clock;

namespace Alerting.Cluster.Tests.Processes;

/// <summary>One server process of the cluster, on ports and a directory that it keeps through restarts.</summary>
internal sealed class SiloProcess(string name, string redis, string directory) : IAsyncDisposable
{
    private static readonly HttpClient s_probe = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(3),
    };

    private readonly int _siloPort = TestPorts.Next();
    private ChildProcess? _process;
    private volatile bool _wanted;

    public string Name => name;

    /// <summary>Path of the server; that of this build unless it says another.</summary>
    public string Program { get; init; } = ServerProgram.Path;

    /// <summary>Arguments of the next start.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    public Uri Url { get; } = new($"http://127.0.0.1:{TestPorts.Next()}");

    public string KeyFile => Path.Combine(directory, "admin.key");

    public string LastWords => _process?.LastWords ?? "";

    private string ClockFile => Path.Combine(directory, "clock");

    /// <summary>Whether a balancer would send requests here, as last seen.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How often it ended though nobody had asked it to: told that it is dead, or cut off for too long.</summary>
    public int Ends { get; private set; }

    public void Start()
    {
        _process = new ChildProcess(RunningServer.StartInfo(
            Url,
            directory,
            [
                ("DOTNET_gcServer", "0"),
                ("Alerting__Redis", redis),
                ("Alerting__Cluster__SiloPort", _siloPort.ToString(CultureInfo.InvariantCulture)),
                ("Alerting__Cluster__Drain", "00:00:02"),
                .. SiloClock.Settings(ClockFile),
            ],
            program: Program,
            arguments: Arguments));

        // Last: before, the one that has ended would be taken for one that should live.
        _wanted = true;
    }

    /// <summary>Sets its wall clock; a new start changes nothing in that.</summary>
    /// <param name="ahead">Of the machine's; negative: behind.</param>
    public void SetClock(TimeSpan ahead) => SiloClock.Set(ClockFile, ahead);

    /// <summary>Looks as a balancer does, and as a supervisor, who starts what has ended by itself.</summary>
    public async Task LookAsync()
    {
        if (_wanted && _process is { HasExited: true })
        {
            Ends++;
            Start();
        }

        try
        {
            using var answer = await s_probe.GetAsync(new Uri(Url, "healthz/ready"));
            IsReady = answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            IsReady = false;
        }
    }

    /// <summary>How many regions are in its memory, as it says; 0 when it does not answer.</summary>
    public async Task<double> ActiveRegionsAsync()
    {
        try
        {
            var metrics = await s_probe.GetStringAsync(new Uri(Url, "metrics"));
            var line = metrics.Split('\n').FirstOrDefault(static l => l.StartsWith("alerting_regions_active", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    public void Send(Signal signal)
    {
        _wanted = signal != Signal.Terminate;
        _process!.Send(signal);
    }

    public async Task<bool> WaitForExitAsync(TimeSpan patience)
    {
        var ended = await _process!.WaitForExitAsync(patience);
        IsReady &= !ended;
        return ended;
    }

    public async Task KillAsync()
    {
        _wanted = false;
        if (_process is { } process)
        {
            await process.KillAsync();
            IsReady = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
