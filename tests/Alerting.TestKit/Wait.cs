using System.Diagnostics;

namespace Alerting.TestKit;

/// <summary>Waits for a condition; the error says what it waited for in vain.</summary>
public static class Wait
{
    // Many times what a busy machine takes: what is waited for is not how fast it comes.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(10);

    public static Task UntilAsync(Func<bool> condition, string what, Func<string>? evidence = null, TimeSpan? patience = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, evidence, patience);

    /// <summary>Waits until an instant lies behind by the clock of this machine, which goes on while a server is down.</summary>
    public static Task UntilAsync(DateTimeOffset instant) =>
        UntilAsync(() => TimeProvider.System.GetUtcNow() >= instant, $"it is {instant:O}");

    /// <exception cref="TimeoutException">The condition did not come true in time.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, Func<string>? evidence = null, TimeSpan? patience = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > (patience ?? s_patience))
            {
                throw new TimeoutException($"Waited in vain until {what}.\n{evidence?.Invoke()}");
            }

            await Task.Delay(s_betweenLooks, TimeProvider.System);
        }
    }
}
