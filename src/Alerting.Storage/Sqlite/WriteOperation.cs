using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// One thing that waits for the writer thread. The task completes after the commit that the operation is part of.
/// </summary>
internal interface IWriteOperation
{
    /// <summary>What the operation adds to a transaction, about, in bytes.</summary>
    int Size { get; }

    /// <summary>Runs the operation inside the transaction, unless its caller has given up.</summary>
    void Execute(WriteSession session);

    /// <summary>Gives the caller the result, after the commit. What the caller goes on with may run before this returns.</summary>
    void Complete();

    /// <summary>Nothing of the operation is stored. What the caller goes on with may run before this returns.</summary>
    void Fail(Exception exception);
}

/// <summary>A <see cref="TaskCompletionSource{TResult}"/> itself, to save an object per append.</summary>
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
                // Such a statement leaves the transaction as it was: the neighbours go on.
                _refusal = new LogStoreUnavailableException($"The log store has no room for another log: {exception.Message}", exception);
            }

            Volatile.Write(ref _state, Executed);
        }
    }

    public void Complete()
    {
        if (_refusal is null)
        {
            TrySetResult(_result!);
        }
        else
        {
            TrySetException(_refusal);
        }
    }

    public void Fail(Exception exception) => TrySetException(exception);

    /// <summary>
    /// Gives up waiting. While the writer reads the operation's memory the caller must go on waiting, for it may
    /// reuse that memory once its task is done; the commit that follows then answers it.
    /// </summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) is Waiting or Executed)
        {
            // Not on the thread of whoever cancels.
            ThreadPool.UnsafeQueueUserWorkItem(withdrawn => withdrawn.TrySetCanceled(cancellationToken), this, preferLocal: false);
        }
    }

    protected abstract T Run(WriteSession session);
}
