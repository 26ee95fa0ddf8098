using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// Passes on to one consumer what a log has that the consumer does not: one call at a time, again and again with
/// back-off until the consumer has it.
/// </summary>
/// <param name="log">Whose hop it is.</param>
/// <param name="consumer">Who is told.</param>
/// <param name="send">Tells the consumer some of what is new; false when nothing is left to tell.</param>
internal sealed class HopPump(string log, string consumer, Func<Task<bool>> send, TimeProvider clock, ILogger logger, CancellationToken stopping)
{
    private static readonly TimeSpan s_leastDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_mostDelay = TimeSpan.FromSeconds(10);

    private bool _running;
    private bool _again;

    /// <summary>There is something new; a pump at work looks once more before it rests.</summary>
    public void Start()
    {
        _again = true;
        if (!_running)
        {
            _running = true;
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        var delay = s_leastDelay;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                _again = false;
                if (!await send() && !_again)
                {
                    break;
                }

                delay = s_leastDelay;
            }
            catch (Exception exception)
            {
                // The cursor has not moved, so nothing is lost: the same is told again.
                if (stopping.IsCancellationRequested)
                {
                    break;
                }

                GrainLog.HopFailed(logger, exception, log, consumer, delay);
                await Task.Delay(delay, clock, CancellationToken.None);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, s_mostDelay.Ticks));
            }
        }

        _running = false;
    }
}
