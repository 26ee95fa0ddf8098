using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Answers the callers of a group, away from the writer's thread and by one piece of work: one for each caller would
/// wake a thread each.
/// </summary>
/// <param name="operations">Those of the group.</param>
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
