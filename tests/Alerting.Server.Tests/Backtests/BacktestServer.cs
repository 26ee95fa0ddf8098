using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

/// <summary>A server for all tests of a class.</summary>
public sealed class BacktestServer : IAsyncLifetime
{
    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
