using Alerting.Storage.CrashWriter;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;

// Checkpoints come so often that kills hit them. Appends to many logs at once until it is killed, and says on standard output what
// the store has acknowledged.
var path = args[0];
await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = path, CheckpointPages = 512 });
var acknowledgements = new Acknowledgements(Console.OpenStandardOutput());

await Task.WhenAll(Enumerable.Range(0, Written.Logs).Select(number => AppendAsync(Written.Log(number))).Append(SnapshotAsync()));

async Task AppendAsync(string log)
{
    for (var sequence = await store.LastSequenceAsync(log, CancellationToken.None) + 1; ; sequence++)
    {
        var id = Guid.NewGuid();
        var result = await store.AppendAsync(
            log, sequence, new LogBatch(id, Written.Payload(id)), Written.WakeAt(sequence), CancellationToken.None);
        if (result != AppendResult.Stored)
        {
            throw new InvalidOperationException($"{sequence} of {log} was {result}.");
        }

        acknowledgements.Write(new Acknowledgement(log, sequence, id));
    }
}

async Task SnapshotAsync()
{
    var stored = await store.ReadSnapshotAsync(Written.SnapshotLog, CancellationToken.None);
    for (var sequence = (stored?.Sequence ?? 0) + 1; ; sequence++)
    {
        await store.SaveSnapshotAsync(Written.SnapshotLog, sequence, Written.State(sequence), CancellationToken.None);
        acknowledgements.Write(new Acknowledgement(Written.SnapshotLog, sequence, Guid.Empty));
    }
}
