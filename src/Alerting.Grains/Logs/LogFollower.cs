using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// Brings one consumer of a log up to its end: asks for its cursor after a restart, reads, hands over, takes its
/// acknowledgement; one call at a time, and again with back-off after a failure. It rests when there is nothing to read or
/// the consumer takes no more; whoever knows that there may be more calls <see cref="Start"/>. Everything runs on the
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

    /// <summary>Completes when all that was known at the call is handed over, or the consumer takes no more.</summary>
    public Task AtRestAsync() => _run;

    /// <summary>There may be something new. Does not wait.</summary>
    public void Start()
    {
        _again = true;
        if (!_isRunning && !stopping.IsCancellationRequested)
        {
            _isRunning = true;
            _run = RunAsync();
        }
    }

    /// <summary>The consumer wants everything after this again.</summary>
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
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The next activation goes on from the consumer's cursor.
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>Answers whether to look once more.</summary>
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
