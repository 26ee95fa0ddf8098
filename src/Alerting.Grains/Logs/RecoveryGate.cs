using Alerting.Grains.Regions;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>Makes calls wait until the state is complete, but not for long, since that may take minutes.</summary>
/// <param name="maxWaiting">How many callers may wait.</param>
internal sealed class RecoveryGate(LogServices log, LogPosition position, int maxWaiting)
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private int _waiting;

    /// <summary>Completes when the state is complete, or fails with the reason.</summary>
    public Task Recovery { get; private set; } = Task.CompletedTask;

    public bool IsOpen => Recovery.IsCompletedSuccessfully;

    /// <summary>Waits a while for the recovery; returns whether it is over. Throws what the recovery failed with.</summary>
    public async Task<bool> OpensSoonAsync(Task recovery, CancellationToken cancellationToken)
    {
        Recovery = recovery;
        await Task.WhenAny(recovery, Task.Delay(s_maxWait, log.Clock, cancellationToken));
        if (!recovery.IsCompleted)
        {
            return false;
        }

        await recovery;

        // The task itself would stay in memory as long as the activation.
        Recovery = Task.CompletedTask;
        return true;
    }

    /// <summary>Completes when the state is complete.</summary>
    /// <exception cref="OverloadedException">Too many callers wait already.</exception>
    /// <exception cref="LogStoreUnavailableException">The recovery takes longer, or the log could not be
    /// read.</exception>
    public async Task PassAsync()
    {
        if (_waiting >= maxWaiting)
        {
            throw new OverloadedException($"{_waiting} callers of '{log.Name}' are waiting already until it is read.");
        }

        _waiting++;
        try
        {
            await Recovery.WaitAsync(s_maxWait, log.Clock);
        }
        catch (TimeoutException exception)
        {
            throw new LogStoreUnavailableException(
                $"Log '{log.Name}' is being read; {position.Committed} entries are applied so far.", exception);
        }
        catch (Exception exception) when (exception is not LogStoreUnavailableException)
        {
            throw new LogStoreUnavailableException($"Log '{log.Name}' could not be read.", exception);
        }
        finally
        {
            _waiting--;
        }
    }
}
