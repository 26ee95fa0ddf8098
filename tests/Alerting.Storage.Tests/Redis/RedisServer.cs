using System.Diagnostics;
using System.Globalization;
using System.Text;
using Alerting.Testing;

namespace Alerting.Storage.Tests.Redis;

/// <summary>A redis-server process on a free port with a directory of its own.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string _executable;
    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = TestPorts.Next();
    private Process? _process;

    private RedisServer(string executable) => _executable = executable;

    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    public static async Task<RedisServer> StartAsync(string executable, CancellationToken cancellationToken)
    {
        var server = new RedisServer(executable);
        await server.RestartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts the process, on the port and the data it had before.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        string[] arguments =
        [
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _directory.Path,
            "--save", "", "--appendonly", "yes", "--appendfsync", "always", .. settings,
        ];
        _process = Process.Start(new ProcessStartInfo(_executable, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"'{_executable}' did not start.");
        var output = new StringBuilder();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            output.AppendLine(line.Data);
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"'{_executable}' ended: {output}"));
            }
            else if (line.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _process.BeginOutputReadLine();
        await ready.Task.WaitAsync(StartTimeout, TimeProvider.System, cancellationToken);
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    /// <summary>STOP makes the process stand still, CONT go on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Dispose();
    }
}
