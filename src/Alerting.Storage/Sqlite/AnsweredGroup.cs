using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Completes the calls of a group, on another thread than the writer's and as one work item: a work item for each
/// call would wake a thread for each.
/// </summary>
/// <param name="operations">The operations of the group.</param>
/// <param name="failure">Null when they are stored.</param>
internal sealed class AnsweredGroup(List<IWriteOperation> operations, LogStoreUnavailableException? failure) : IThreadPoolWorkItem
{
    public static void Answer(List<IWriteOperation> operations, LogStoreUnavailableException? failure) =>
        ThreadPool.UnsafeQueueUserWorkItem(new AnsweredGroup(operations, failure), preferLocal: false);

    public void Execute()
    {
        foreach (var operation in operations)
        {
            if (failure is null)
            {
                operation.Complete();
            }
            else
            {
                operation.Fail(failure);
            }
        }
    }
}
