namespace Alerting.Console.Shown;

/// <summary>
/// Reads something again when it is asked to, however often that is, at most once in a while. Whoever asks during a read or the pause
/// after it gets one more at its end, so what is shown is never older than the last request and one pause. For the renderer's
/// thread alone.
/// </summary>
/// <param name="read">Reads and shows.</param>
/// <param name="pause">Between the end of a read and the beginning of the next.</param>
/// <param name="clock">Whose time is waited by.</param>
/// <param name="onFault">Told what a read throws; nothing is read after that.</param>
internal sealed class CoalescedReads(Func<Task> read, TimeSpan pause, TimeProvider clock, Func<Exception, Task> onFault) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private bool _isAsked;
    private bool _isRunning;

    /// <summary>Has it read again, now or when the pause is over.</summary>
    public void Ask()
    {
        _isAsked = true;
        if (!_isRunning && !_end.IsCancellationRequested)
        {
            _isRunning = true;
            _ = RunAsync(_end.Token);
        }
    }

    /// <summary>Nothing is read any more.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_isAsked && !cancellationToken.IsCancellationRequested)
            {
                _isAsked = false;
                await read();
                await Task.Delay(pause, clock, cancellationToken);
            }

            _isRunning = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception exception)
        {
            await onFault(exception);
        }
    }
}
