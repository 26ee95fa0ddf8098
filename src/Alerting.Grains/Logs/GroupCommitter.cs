using System.Diagnostics;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// Makes changes durable in batches: while one is being appended, the next one gathers, and callers are answered when
/// their batch is durable. After a refused or failed append the state in memory may differ from the log. Every
/// waiting caller gets an error then, and nothing is written any more: only a new activation can bring the two
/// together.
/// </summary>
/// <param name="ended">Called when an append has failed.</param>
/// <param name="rested">Called when nothing is open or being written any more.</param>
internal sealed class GroupCommitter(
    LogServices log, ILoggedState state, LogPosition position, SnapshotWriter snapshots, WakeRegistration wake, AlertingMetrics metrics,
    Action ended, Action rested)
{
    private const int MaxLinks = 128;

    private static readonly TimeSpan[] s_repeatAfter =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    /// <summary>Of the callers that wait for the open batch; null where there are none.</summary>
    private TaskCompletionSource? _open;
    private TaskCompletionSource? _inFlight;
    private List<ActivityLink>? _callers;

    /// <summary>Why nothing can be written any more; null as long as it can.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Whether a batch is being written.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Number of callers that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Bytes of the batch that is being appended.</summary>
    public int InFlightBytes { get; private set; }

    /// <summary>Completes when no batch is being written. Does not fail.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    /// <exception cref="LogStoreUnavailableException">An append has failed.</exception>
    public void ThrowIfFailed()
    {
        if (Fault is not null)
        {
            throw Unwritable();
        }
    }

    /// <summary>Completes when everything applied so far is durable: the open batch, or the one in flight if that is all.</summary>
    public Task CommitAsync()
    {
        if (Fault is not null)
        {
            return Task.FromException(Unwritable());
        }

        if (!state.HasOpenBatch)
        {
            return _inFlight is null ? Task.CompletedTask : WaitAsync(_inFlight.Task);
        }

        if (AlertingTelemetry.Source.HasListeners() && Activity.Current is { } caller && (_callers ??= []).Count < MaxLinks)
        {
            _callers.Add(new ActivityLink(caller.Context));
        }

        var batch = _open ??= NewBatch();
        if (!IsBusy)
        {
            IsBusy = true;
            Finished = WriteAllAsync();
        }

        return WaitAsync(batch.Task);
    }

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LogStoreUnavailableException Unwritable() => new($"Log '{log.Name}' cannot be written by this activation.", Fault);

    private async Task WaitAsync(Task task)
    {
        Waiting++;
        try
        {
            await task;
        }
        finally
        {
            Waiting--;
        }
    }

    private async Task WriteAllAsync()
    {
        TaskCompletionSource? batch = null;
        try
        {
            // Calls that wait in the grain's queue already can join the first batch.
            await Task.Yield();
            while (Fault is null && state.HasOpenBatch)
            {
                batch = _open ?? NewBatch();
                await WriteAsync(batch);
            }

            rested();
        }
        catch (Exception exception)
        {
            Fail(exception, batch);
        }
        finally
        {
            // The task of this loop is more memory than the rest of this object, and there is one for each owner of a log.
            Finished = Task.CompletedTask;
            IsBusy = false;
        }
    }

    private async Task WriteAsync(TaskCompletionSource batch)
    {
        _open = null;
        var callers = _callers;
        _callers = null;
        var wakeAt = wake.ToStore(state.WakeAt());
        var payload = state.Seal();
        _inFlight = batch;
        position.IsAppending = true;
        InFlightBytes = payload.Length;
        var snapshot = snapshots.TakeIfDue(payload.Length);

        await AppendAsync(new LogBatch(Guid.NewGuid(), payload), wakeAt, callers);

        position.Committed++;
        position.IsAppending = false;
        _inFlight = null;
        InFlightBytes = 0;
        wake.IsStoredAs(wakeAt);
        state.OnCommitted(position.Committed);
        batch.SetResult();
        if (snapshot is not null)
        {
            snapshots.Start(snapshot);
        }
    }

    private async Task AppendAsync(LogBatch batch, long? wakeAt, List<ActivityLink>? callers)
    {
        var started = log.Clock.GetTimestamp();
        using var activity = AlertingTelemetry.Source
            .StartActivity("commit", ActivityKind.Internal, default(ActivityContext), null, callers);
        activity?.SetTag("alerting.log", log.Name);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var sequence = position.Committed + 1;
                if (await log.Store.AppendAsync(log.Name, sequence, batch, wakeAt, CancellationToken.None) == AppendResult.Refused)
                {
                    throw new LogStoreUnavailableException($"Another activation writes log '{log.Name}'.");
                }

                metrics.Committed(log.Clock.GetElapsedTime(started), batch.Payload.Length);
                return;
            }
            catch (LogOutcomeUnknownException exception) when (attempt < s_repeatAfter.Length)
            {
                // It may have been stored: only the very same batch may be appended at this sequence now.
                GrainLog.AnswerLost(log.Logger, exception, log.Name, position.Committed + 1);
                await Task.Delay(s_repeatAfter[attempt], log.Clock);
            }
        }
    }

    private void Fail(Exception exception, TaskCompletionSource? batch)
    {
        Fault = exception;
        _inFlight = null;
        metrics.CommitFailed();
        GrainLog.CommitFailed(log.Logger, exception, log.Name, position.Committed + 1);
        var error = exception as LogStoreUnavailableException
            ?? new LogStoreUnavailableException($"Log '{log.Name}' could not be written.", exception);
        foreach (var waiting in new[] { batch, _open }.OfType<TaskCompletionSource>())
        {
            // It may be that nobody awaits it.
            waiting.TrySetException(error);
            waiting.Task.Ignore();
        }

        ended();
    }
}
