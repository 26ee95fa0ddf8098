using System.Threading.Channels;

namespace Alerting.Grains.Hosting;

/// <summary>
/// Keeps what one grain holds current in this process. With several silos the grain is asked again and again, which is one small
/// call and needs no delivery guarantee; a single silo is told of each change within the process.
/// </summary>
internal sealed class ChangeSignal(DeploymentMode deployment, TimeProvider clock)
{
    // A change that nobody has taken note of yet covers the next one too.
    private readonly Channel<byte> _changed = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>What the grain holds, which is active in this process, has changed. Returns at once.</summary>
    public void Changed()
    {
        if (deployment.IsSingleSilo)
        {
            _changed.Writer.TryWrite(0);
        }
    }

    /// <summary>Refreshes at once, and then whenever there may be changes; a refresh that failed is made again.</summary>
    /// <param name="refresh">Asks the grain.</param>
    /// <param name="every">How often, where nothing tells of changes.</param>
    /// <param name="failed">Told of a refresh that failed.</param>
    public async Task FollowAsync(
        Func<CancellationToken, Task> refresh, TimeSpan every, Action<Exception> failed, CancellationToken stoppingToken)
    {
        while (true)
        {
            var isKnown = false;
            try
            {
                await refresh(stoppingToken);
                isKnown = true;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                failed(exception);
            }

            await (deployment.IsSingleSilo && isKnown
                ? _changed.Reader.ReadAsync(stoppingToken).AsTask()
                : Task.Delay(every, clock, stoppingToken));
        }
    }
}
