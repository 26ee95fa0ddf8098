using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>A server for all tests of a class.</summary>
public sealed class OneServer : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
