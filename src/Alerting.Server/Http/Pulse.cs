namespace Alerting.Server.Http;

/// <summary>
/// Signals that something has changed. Take <see cref="Next"/>, then check the state, then await: a change after the check
/// completes the task. Safe for concurrent use; costs nothing while nobody waits.
/// </summary>
internal sealed class Pulse
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next <see cref="Fire"/>.</summary>
    public Task Next
    {
        get
        {
            while (true)
            {
                if (Volatile.Read(ref _next) is { } waited)
                {
                    return waited.Task;
                }

                var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref _next, next, null) is null)
                {
                    return next.Task;
                }
            }
        }
    }

    public void Fire() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
