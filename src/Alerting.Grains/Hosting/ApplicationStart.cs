using Microsoft.Extensions.Hosting;

namespace Alerting.Grains.Hosting;

/// <summary>Waits for the start of the process.</summary>
public static class ApplicationStart
{
    /// <summary>
    /// Completes when all hosted services run, including the silo. A call into a silo that is still starting can get
    /// lost and then fails only by its timeout.
    /// </summary>
    /// <exception cref="OperationCanceledException">The process stops before that.</exception>
    public static async Task WhenStartedAsync(this IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
