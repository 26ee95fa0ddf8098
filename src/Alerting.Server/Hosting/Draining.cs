using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>
/// The orderly shutdown of the process. First it reports that it is not ready but continues to work, so that requests are sent
/// elsewhere. Then what has not begun (idle connections, requests that have not arrived) is dropped, what would last forever
/// (live feeds, endless uploads) is ended, requests in progress are finished within a limited time, and the silo hands over its
/// grains.
/// </summary>
internal sealed class Draining(
    IHostApplicationLifetime lifetime,
    OpenConnections connections,
    IOptions<AlertingOptions> options,
    TimeProvider clock)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Whether new requests should go to another process.</summary>
    public bool Begun => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Cancelled when requests that would not end by themselves must end.</summary>
    public CancellationToken Closing => _closing.Token;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var wait = string.IsNullOrEmpty(options.Value.Redis) ? TimeSpan.Zero : options.Value.Cluster.Drain;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _closing.CancelAsync();
        await connections.CloseAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _closing.Dispose();
}
