using System.Diagnostics;
using Alerting.Storage.CrashWriter;
using Alerting.Storage.Sqlite;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>Kills a process that writes, many times, and looks for what the store had said was stored.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private const int Rounds = 20;

    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<(string Log, long Sequence), Guid> _acknowledged = [];
    private long _snapshot;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Keeps_every_acknowledged_batch_once_however_often_the_process_is_killed()
    {
        var random = new Random();
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAndKillAsync(afterLines: random.Next(1, 3_000));
        }

        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File });
        for (var number = 0; number < Written.Logs; number++)
        {
            await AssertWholeAsync(store, Written.Log(number));
        }

        Assert.Empty(_acknowledged);
        await AssertSnapshotAsync(store);
        await AssertWakesAsync(store);
    }

    private async Task WriteAndKillAsync(int afterLines)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Alerting.Storage.CrashWriter.dll");
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [program, File]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The writer did not start.");
        try
        {
            for (var lines = 0; lines < afterLines; lines++)
            {
                var line = await writer.StandardOutput.ReadLineAsync(Token);
                Assert.True(line is not null, $"The writer ended by itself after {lines} lines.");
                Note(line);
            }
        }
        finally
        {
            writer.Kill();
        }

        // What it had said before it died is still in the pipe.
        while (await writer.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            Note(line);
        }

        await writer.WaitForExitAsync(Token);
    }

    private void Note(string line)
    {
        if (Acknowledgement.Parse(line) is not { } acknowledgement)
        {
            return;
        }

        if (acknowledgement.Log == Written.SnapshotLog)
        {
            Assert.True(acknowledgement.Sequence > _snapshot, $"Snapshot {_snapshot} was acknowledged and then lost.");
            _snapshot = acknowledgement.Sequence;
        }
        else
        {
            Assert.True(
                _acknowledged.TryAdd((acknowledgement.Log, acknowledgement.Sequence), acknowledgement.BatchId),
                $"{acknowledgement} was acknowledged twice.");
        }
    }

    private async Task AssertWholeAsync(SqliteLogStore store, string log)
    {
        var expected = 1L;
        await foreach (var entry in store.ReadAsync(log, 1, Token))
        {
            Assert.Equal(expected++, entry.Sequence);
            Assert.True(
                entry.Payload.Span.SequenceEqual(Written.Payload(entry.BatchId)), $"{entry.Sequence} of {log} has another content.");
            if (_acknowledged.Remove((log, entry.Sequence), out var id))
            {
                Assert.Equal(id, entry.BatchId);
            }
        }
    }

    private async Task AssertSnapshotAsync(SqliteLogStore store)
    {
        var snapshot = await store.ReadSnapshotAsync(Written.SnapshotLog, Token);
        Assert.True((snapshot?.Sequence ?? 0) >= _snapshot, $"Snapshot {_snapshot} was acknowledged and then lost.");
        Assert.True(snapshot is null || snapshot.State.Span.SequenceEqual(Written.State(snapshot.Sequence)), "The snapshot is not whole.");
    }

    private static async Task AssertWakesAsync(SqliteLogStore store)
    {
        var wakes = (await store.DueAsync(long.MaxValue, int.MaxValue, Token)).ToDictionary(due => due.Log, due => due.WakeAt);
        for (var number = 0; number < Written.Logs; number++)
        {
            var log = Written.Log(number);
            var expected = Written.WakeAt(await store.LastSequenceAsync(log, Token));
            Assert.Equal(expected, wakes.TryGetValue(log, out var wake) ? wake : null);
        }
    }
}
