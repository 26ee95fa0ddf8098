namespace Alerting.Server.Regions;

/// <summary>
/// A read that many want at the same time: each is answered by one that began after they asked, and at most one runs. Reads that
/// follow each other without a gap leave three times as long for other work as they take, up to a limit.
/// </summary>
/// <param name="read">Reads.</param>
/// <param name="longestPause">What whoever asks may wait for beside two reads.</param>
/// <param name="clock">Measures how long they take.</param>
internal sealed class SharedRead<T>(Func<Task<T>> read, TimeSpan longestPause, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Task<T>? _running;

    /// <summary>Has not begun, so that whoever asks now can be answered by it.</summary>
    private Task<T>? _next;
    private TimeSpan _took;

    /// <summary>The result of a read that begins after this was called.</summary>
    /// <param name="cancellationToken">Ends the waiting; the read goes on for the others.</param>
    public Task<T> AfterNowAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_next is null)
            {
                if (_running is { IsCompleted: false } running)
                {
                    _next = FollowAsync(running);
                }
                else
                {
                    _running = RunAsync();
                    return _running.WaitAsync(cancellationToken);
                }
            }

            return _next.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> FollowAsync(Task<T> running)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await Task.Delay(_took * 3 < longestPause ? _took * 3 : longestPause, clock);
        lock (_lock)
        {
            (_running, _next) = (_next, null);
        }

        return await RunAsync();
    }

    private async Task<T> RunAsync()
    {
        // The lock of whoever asks is not held while it reads.
        await Task.Yield();
        var began = clock.GetTimestamp();
        try
        {
            return await read();
        }
        finally
        {
            _took = clock.GetElapsedTime(began);
        }
    }
}
