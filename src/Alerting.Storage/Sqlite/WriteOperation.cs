using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>One operation that waits for the writer thread. Its task completes after the commit that contains it.</summary>
internal interface IWriteOperation
{
    /// <summary>About how many bytes the operation adds to a transaction.</summary>
    int Size { get; }

    /// <summary>Whether nobody is kept waiting if the operation waits some more for the transaction of others.</summary>
    bool CanWait { get; }

    /// <summary>Runs the operation inside the transaction, unless its caller has given up.</summary>
    void Execute(WriteSession session);

    /// <summary>
    /// Gives the caller the result, after the commit; one that has given up before the operation was run gets none. The
    /// caller's continuation may run before this returns.
    /// </summary>
    void Complete();

    /// <summary>Fails the operation, of which nothing is stored. The caller's continuation may run before this returns.</summary>
    void Fail(Exception exception);
}

/// <summary>An operation that is its own <see cref="TaskCompletionSource{TResult}"/>, to save an object per append.</summary>
internal abstract class WriteOperation<T> : TaskCompletionSource<T>, IWriteOperation
{
    private const int Waiting = 0;
    private const int Executing = 1;
    private const int Executed = 2;
    private const int Withdrawn = 3;

    private int _state;
    private T? _result;
    private LogStoreUnavailableException? _refusal;

    public virtual int Size => 64;

    public virtual bool CanWait => false;

    public void Execute(WriteSession session)
    {
        if (Interlocked.CompareExchange(ref _state, Executing, Waiting) == Waiting)
        {
            try
            {
                _result = Run(session);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
            {
                // This statement left the transaction as it was, so the other operations of the group continue.
                _refusal = new LogStoreUnavailableException($"The log store has no room for another log: {exception.Message}", exception);
            }

            Volatile.Write(ref _state, Executed);
        }
    }

    public void Complete()
    {
        if (_refusal is not null)
        {
            TrySetException(_refusal);
        }
        else if (Volatile.Read(ref _state) != Withdrawn)
        {
            TrySetResult(_result!);
        }

        // A withdrawn operation was left out of the transaction and has no result: its caller is told that it has given
        // up, however late the thread pool comes to it.
    }

    public void Fail(Exception exception) => TrySetException(exception);

    /// <summary>
    /// The caller gives up waiting. If the writer is reading the operation's memory just now, the caller must keep
    /// waiting, since it may reuse that memory once its task is completed; the commit completes the task then.
    /// </summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) is Waiting or Executed)
        {
            // On the thread pool and not on the thread of whoever cancels.
            ThreadPool.UnsafeQueueUserWorkItem(withdrawn => withdrawn.TrySetCanceled(cancellationToken), this, preferLocal: false);
        }
    }

    protected abstract T Run(WriteSession session);
}
