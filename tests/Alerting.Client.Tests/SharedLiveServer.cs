using Xunit;

namespace Alerting.Client.Tests;

/// <summary>One server for all tests of a class.</summary>
public sealed class SharedLiveServer : IAsyncLifetime
{
    public LiveServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await LiveServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
