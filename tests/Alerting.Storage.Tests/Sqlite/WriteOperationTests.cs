using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>A caller that gives up while its operation waits for the writer's thread.</summary>
public class WriteOperationTests
{
    [Fact]
    public async Task Is_never_told_stored_when_the_writer_left_it_out()
    {
        // Many times, since the thread pool cancels the call while the writer goes on: most often the writer is first.
        for (var round = 0; round < 200; round++)
        {
            var operation = new AppendOperation("log", 1, new LogBatch(Guid.NewGuid(), new byte[1]), null);

            operation.GiveUp(new CancellationToken(canceled: true));
            operation.Execute(null!); // Reads nothing of the session: an operation that is run would fail here.
            operation.Complete();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => operation.Task);
        }
    }
}
