using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>One server for all tests of a class that only ask, or change what no other of them asks for.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    /// <summary>An origin whose pages may call it.</summary>
    public const string Origin = "https://desk.example.org";

    private ServerProcess? _process;

    internal ServerProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync() => _process = await ServerProcess.StartAsync(("Alerting__Cors__Origins__0", Origin));

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
