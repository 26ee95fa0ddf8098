using Microsoft.Extensions.Hosting;

namespace Alerting.Grains.Hosting;

internal static class ApplicationStart
{
    /// <summary>
    /// Completes when all hosted services run, the silo among them. A call into a silo that is still starting can get
    /// lost and then takes until its timeout.
    /// </summary>
    /// <exception cref="OperationCanceledException">The process ends before that.</exception>
    public static async Task WhenStartedAsync(this IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
