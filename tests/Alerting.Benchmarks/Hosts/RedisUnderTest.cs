using System.Globalization;
using Alerting.Testing;

namespace Alerting.Benchmarks;

/// <summary>An empty Redis of its own that writes every command to its file before it answers, as the product asks for.</summary>
internal sealed class RedisUnderTest : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly OwnedProcess _process;

    private RedisUnderTest(int port)
    {
        Port = port.ToString(CultureInfo.InvariantCulture);
        try
        {
            _process = OwnedProcess.Start(
                "redis-server",
                ["--port", Port, "--bind", "127.0.0.1", "--dir", _directory.FullName, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning"]);
        }
        catch
        {
            _directory.Dispose();
            throw;
        }
    }

    public string Port { get; }

    public string Configuration => $"127.0.0.1:{Port}";

    /// <exception cref="MissingProgramException">Redis is not installed.</exception>
    public static async Task<RedisUnderTest> StartAsync(CancellationToken cancellationToken)
    {
        var port = TestPorts.Next();
        var redis = new RedisUnderTest(port);
        await redis._process.ListensAsync(port, cancellationToken);
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
