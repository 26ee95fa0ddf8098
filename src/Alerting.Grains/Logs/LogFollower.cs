using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// Keeps one consumer of a log up to date: asks for its cursor after a restart, reads, hands over and takes its
/// acknowledgement; one call at a time, repeated with back-off after a failure. It stops when there is nothing to
/// read or the consumer takes no more, and runs again when <see cref="Start"/> is called. All of it runs on the
/// scheduler of its owner.
/// </summary>
/// <param name="log">Name of the log.</param>
/// <param name="cursor">Up to where the consumer is known to have everything.</param>
internal sealed class LogFollower<TNews>(
    string log, ILogHandler<TNews> handler, Backoff backoff, ILogger logger, CancellationToken stopping, long cursor = 0)
    where TNews : class
{
    private Task _run = Task.CompletedTask;
    private bool _isCaughtUp;
    private bool _isRunning;
    private bool _again;

    /// <summary>Up to where the consumer has everything.</summary>
    public long Cursor { get; private set; } = cursor;

    /// <summary>Completes when everything known at the call is handed over, or the consumer takes no more.</summary>
    public Task AtRestAsync() => _run;

    /// <summary>Starts handing over, if there may be something new; returns at once.</summary>
    public void Start()
    {
        _again = true;
        if (!_isRunning && !stopping.IsCancellationRequested)
        {
            _isRunning = true;
            _run = RunAsync();
        }
    }

    /// <summary>The consumer wants everything after this cursor again.</summary>
    public void MoveTo(long cursor)
    {
        Cursor = cursor;
        Start();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested && await backoff.RunAsync(StepAsync, OnFailure, stopping))
            {
            }

            // There are several of these in each owner of a log, and the task of this loop would stay as long as they do.
            _run = Task.CompletedTask;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The activation ends; the next one continues from the consumer's cursor.
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>Hands over once; returns whether to try again.</summary>
    private async ValueTask<bool> StepAsync()
    {
        _again = false;
        if (!_isCaughtUp)
        {
            Cursor = await handler.CatchUpAsync(Cursor);
            _isCaughtUp = true;
        }

        if (await handler.ReadAsync(Cursor) is not { } news)
        {
            return _again;
        }

        stopping.ThrowIfCancellationRequested();
        var before = Cursor;
        Cursor = await handler.HandOverAsync(news);
        handler.Acknowledged(Cursor);
        return _again || Cursor != before;
    }

    private void OnFailure(Exception exception, TimeSpan pause) => GrainLog.HopFailed(logger, exception, log, handler.Consumer, pause);
}
