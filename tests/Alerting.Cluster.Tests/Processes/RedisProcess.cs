using System.Diagnostics;
using System.Globalization;
using Alerting.Cluster.Tests.Faults;
using Alerting.Testing;
using StackExchange.Redis;

namespace Alerting.Cluster.Tests.Processes;

/// <summary>A redis-server that writes every command to its file before it answers.</summary>
internal sealed class RedisProcess(string executable, string directory) : IAsyncDisposable
{
    private readonly int _port = TestPorts.Next();
    private ChildProcess? _process;

    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    public bool IsRunning => _process is not null;

    public async Task StartAsync()
    {
        Directory.CreateDirectory(directory);
        _process = new ChildProcess(new ProcessStartInfo(executable,
        [
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory,
            "--save", "", "--appendonly", "yes", "--appendfsync", "always",
        ]));
        await Wait.UntilAsync(
            () => _process.LastWords.Contains("Ready to accept connections", StringComparison.Ordinal),
            "redis-server is ready",
            () => _process.LastWords);
    }

    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    public void Send(Signal signal) => _process!.Send(signal);

    /// <summary>Runs a command of an administrator over a connection of its own.</summary>
    public async Task ExecuteAsync(params string[] words)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync(Configuration + ",allowAdmin=true");
        await admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }
}
