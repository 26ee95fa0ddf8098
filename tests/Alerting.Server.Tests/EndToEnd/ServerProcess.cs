using Alerting.Server.Tests.OpenApi;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A real server process, each exchange with which is held against its own description.</summary>
internal sealed class ServerProcess : RunningServer
{
    private readonly ContractHandler _contract;

    private ServerProcess(ContractHandler contract, (string Key, string Value)[] settings)
        : base(settings, contract) => _contract = contract;

    /// <summary>The operations that were called and answered as they should be.</summary>
    public IReadOnlyCollection<string> Called => _contract.Called;

    /// <param name="settings">Environment variables.</param>
    public static new Task<ServerProcess> StartAsync(params (string Key, string Value)[] settings) =>
        StartedAsync(new ServerProcess(new ContractHandler(), settings));

    /// <summary>How it describes its API.</summary>
    public Task<ApiContract> ContractAsync() =>
        ContractHandler.ContractAsync(request => Client.SendAsync(request), Url, CancellationToken.None);
}
