using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Alerting.Server.Backtests;

/// <summary>
/// A thread of its own, of low priority, that does what it is given in order: long computations leave the thread pool,
/// on which grains and requests run, alone, and get the processor time that those leave over.
/// </summary>
internal sealed class BackgroundThread : IAsyncDisposable
{
    private const int Niceness = 10;

    private readonly BlockingCollection<Action> _work = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BackgroundThread(string name) =>
        new Thread(Run) { Name = name, IsBackground = true, Priority = ThreadPriority.BelowNormal }.Start();

    /// <summary>Does this when all that was given before is done; the task completes with what it returns or throws.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (OperationCanceledException cancelled)
            {
                done.SetCanceled(cancelled.CancellationToken);
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <inheritdoc cref="RunAsync{T}(Func{T})"/>
    public Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    /// <summary>Completes when all that was given is done and the thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        await _ended.Task;
        _work.Dispose();
    }

    private void Run()
    {
        if (OperatingSystem.IsLinux())
        {
            // The runtime ignores thread priorities there. 0, 0 is the calling thread; should it fail, the work is
            // done at normal priority, so the answer does not matter.
            _ = SetPriority(0, 0, Niceness);
        }

        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }

        _ended.SetResult();
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
