using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace Alerting.TestKit;

/// <summary>A redis-server on a port and a directory of its own that writes every command to its file before it answers.</summary>
/// <param name="executable">Path or name of the program.</param>
/// <param name="directory">Where it keeps its files, and leaves them; null: a directory that goes with it.</param>
public sealed class RedisServer(string executable, string? directory = null) : IAsyncDisposable
{
    /// <summary>Names a redis-server executable for tests that need one.</summary>
    public const string Variable = "ALERTING_TEST_REDIS";

    private readonly TemporaryDirectory? _own = directory is null ? new TemporaryDirectory() : null;
    private ChildProcess? _process;

    /// <summary>The executable that the environment names; null when it names none.</summary>
    public static string? NamedExecutable => Environment.GetEnvironmentVariable(Variable) is { } path && File.Exists(path) ? path : null;

    public bool IsRunning => _process is not null;

    public int Port { get; } = TestPorts.Next();

    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program here.</exception>
    public static async Task<RedisServer> StartAsync(string executable, CancellationToken cancellationToken)
    {
        var server = new RedisServer(executable);
        try
        {
            await server.RestartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process, on the port and the data it had before, and waits until it is ready.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        var process = _process = new ChildProcess(new ProcessStartInfo(executable,
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _own?.Path ?? directory!,
            "--save", "", "--appendonly", "yes", "--appendfsync", "always", .. settings,
        ]));
        await Wait.UntilAsync(
            () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return process.LastWords.Contains("Ready to accept connections", StringComparison.Ordinal)
                    || (process.HasExited ? throw new InvalidOperationException($"'{executable}' ended: {process.LastWords}") : false);
            },
            "redis-server is ready",
            () => process.LastWords);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    public void Send(Signal signal) => _process!.Send(signal);

    /// <summary>Runs a command of an administrator over a connection of its own.</summary>
    public async Task<RedisResult> ExecuteAsync(params string[] words)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync(Configuration + ",allowAdmin=true");
        return await admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _own?.Dispose();
    }
}
