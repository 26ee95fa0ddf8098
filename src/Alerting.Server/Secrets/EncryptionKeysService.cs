using Alerting.Notifications.Secrets;

namespace Alerting.Server.Secrets;

/// <summary>
/// Has the first key made before the process does anything else. Processes that start together do so one after the other: else
/// each would make a key, and know those of the others only a day later.
/// </summary>
internal sealed class EncryptionKeysService(SharedEncryptionKeys shared, ISecretProtector secrets, TimeProvider clock) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await shared.ConnectAsync(cancellationToken);
        await shared.AloneAsync(() => secrets.Protect("the first to be encrypted"), clock, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
