using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Alerting.Storage.Redis;
using StackExchange.Redis;

namespace Alerting.Storage.Tests.Redis;

/// <summary>What callers are told when Redis is away, refuses to work or is asked by two writers.</summary>
public sealed class RedisFailureTests(RedisUnderTest redis)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_unavailable_while_the_server_is_down_and_works_again_afterwards()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration);
        var batch = Batch(1);
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, batch, null, Token));

        await server.KillAsync();
        await UntilAsync(async () =>
            await Record.ExceptionAsync(() => store.LastSequenceAsync("log", Token)) is LogStoreUnavailableException);
        var exception = await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 2, Batch(2), null, Token));
        Assert.IsType<RedisConnectionException>(exception.InnerException);
        await Assert.ThrowsAsync<LogStoreUnavailableException>(async () => await store.ReadAsync("log", 1, Token).ToListAsync(Token));
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.SaveSnapshotAsync("log", 1, new byte[10], Token));

        // The restarted server knows no script any more.
        await server.RestartAsync(Token);
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.LastSequenceAsync("log", Token)) is null);
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, batch, null, Token));
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 2, Batch(2), null, Token));
    }

    [Fact]
    public async Task Settles_appends_whose_answer_the_server_took_to_its_grave()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration);
        await store.AppendAsync("log:0", 1, Batch(0), null, Token);
        var answers = Enumerable.Range(1, 50).Select(async number =>
        {
            var sequence = 1L;
            for (; ; sequence++)
            {
                var batch = Batch(number);
                try
                {
                    Assert.Equal(AppendResult.Stored, await store.AppendAsync($"log:{number}", sequence, batch, null, Token));
                }
                catch (LogStoreUnavailableException exception)
                {
                    return (Log: $"log:{number}", Sequence: sequence, Batch: batch, Exception: exception);
                }
            }
        }).ToArray();
        await UntilAsync(async () => await store.LastSequenceAsync("log:50", Token) >= 3);

        await server.KillAsync();
        var pending = await Task.WhenAll(answers);
        await server.RestartAsync(Token);
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.LastSequenceAsync("log:0", Token)) is null);

        foreach (var append in pending)
        {
            // Everything before was acknowledged; of the last, only one of unknown outcome may be there.
            var last = await store.LastSequenceAsync(append.Log, Token);
            Assert.InRange(
                last, append.Sequence - 1, append.Exception is LogOutcomeUnknownException ? append.Sequence : append.Sequence - 1);
            Assert.Equal(AppendResult.Stored, await store.AppendAsync(append.Log, append.Sequence, append.Batch, null, Token));
        }
    }

    [Fact]
    public async Task Does_not_know_the_outcome_of_an_append_that_may_still_land_and_takes_it_again()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration + ",asyncTimeout=300");
        await using var admin = await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",allowAdmin=true");
        var first = Batch(1);
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.AppendAsync("log", 1, first, null, Token)) is null);
        var late = Batch(2);

        await ExecuteAsync(admin, "CLIENT PAUSE 60000 WRITE");
        await Assert.ThrowsAsync<LogOutcomeUnknownException>(() => store.AppendAsync("log", 2, late, null, Token));
        await ExecuteAsync(admin, "CLIENT UNPAUSE");

        // It lands now, or died with its connection: the same batch is right in either case, and is there once.
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.AppendAsync("log", 2, late, null, Token)) is null);
        Assert.Equal(AppendResult.Refused, await store.AppendAsync("log", 2, Batch(3), null, Token));
        Assert.Equal([first.Id, late.Id], (await store.ReadAsync("log", 1, Token).ToListAsync(Token)).Select(entry => entry.BatchId));
    }

    [Fact]
    public async Task Does_not_know_the_outcome_of_an_append_to_a_server_that_stands_still_and_stores_it_once()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration + ",asyncTimeout=300");
        var first = Batch(1);
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.AppendAsync("log", 1, first, null, Token)) is null);
        var late = Batch(2);

        server.Send(Signal.Stop);
        try
        {
            await Assert.ThrowsAsync<LogOutcomeUnknownException>(() => store.AppendAsync("log", 2, late, null, Token));
            await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.LastSequenceAsync("log", Token));
        }
        finally
        {
            server.Send(Signal.Continue);
        }

        await UntilAsync(async () => await Record.ExceptionAsync(() => store.AppendAsync("log", 2, late, null, Token)) is null);
        Assert.Equal(AppendResult.Refused, await store.AppendAsync("log", 2, Batch(3), null, Token));
        Assert.Equal([first.Id, late.Id], (await store.ReadAsync("log", 1, Token).ToListAsync(Token)).Select(entry => entry.BatchId));
    }

    [Fact]
    public async Task Can_be_closed_while_the_server_takes_no_writes()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",allowAdmin=true");
        var health = Enumerable.Range(0, 8).Select(_ => new LogStoreHealth()).ToList();
        var stores = health.ConvertAll(one => Store(server.Configuration + ",asyncTimeout=300", health: one));
        await UntilAsync(async () => await Record.ExceptionAsync(() => stores[0].AppendAsync("log", 1, Batch(1), null, Token)) is null);

        await ExecuteAsync(admin, "CLIENT PAUSE 60000 WRITE");
        foreach (var store in stores)
        {
            await Assert.ThrowsAnyAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 2, Batch(2), null, Token));
        }

        // Each is trying most of the time whether a write is answered again: it is closed in the midst of that.
        await UntilAsync(() => Task.FromResult(health.TrueForAll(one => one.WriteFailure is not null)));
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
        await ExecuteAsync(admin, "CLIENT UNPAUSE");
    }

    [Fact]
    public async Task Is_back_soon_after_its_server()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration);
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.AppendAsync("log", 1, Batch(1), null, Token)) is null);
        await server.KillAsync();
        await UntilAsync(async () =>
            await Record.ExceptionAsync(() => store.LastSequenceAsync("log", Token)) is LogStoreUnavailableException);

        // Long enough for a back-off that grows to have grown.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, Token);

        await server.RestartAsync(Token);
        var ready = TimeProvider.System.GetTimestamp();
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.LastSequenceAsync("log", Token)) is null);

        // Some times the time between two looks at the connection, for machines with other things to do.
        Assert.InRange(TimeProvider.System.GetElapsedTime(ready), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Is_unavailable_when_there_never_was_a_server()
    {
        await using var store = Store("127.0.0.1:1,connectTimeout=200,connectRetry=1");

        var exception = await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 1, Batch(1), null, Token));

        Assert.IsNotType<LogOutcomeUnknownException>(exception);
    }

    [Fact]
    public async Task Refuses_a_stale_writer_in_another_process()
    {
        var prefix = $"test-{Guid.NewGuid():N}";
        await using var first = Store(redis.Configuration, prefix);
        await using var second = Store(redis.Configuration, prefix);
        Assert.Equal(AppendResult.Stored, await first.AppendAsync("log", 1, Batch(1), null, Token));
        Assert.Equal(AppendResult.Stored, await second.AppendAsync("log", 2, Batch(2), null, Token));

        Assert.Equal(AppendResult.Refused, await first.AppendAsync("log", 2, Batch(3), null, Token));

        Assert.Equal(2, await first.LastSequenceAsync("log", Token));
    }

    [Theory]
    [InlineData("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    [InlineData("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    [InlineData("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0")]
    public async Task Is_unavailable_and_stores_nothing_when_the_server_refuses_to_write(string hinder, string restore)
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",allowAdmin=true");
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, Batch(1), null, Token));

        await ExecuteAsync(admin, hinder);
        var exception = await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 2, Batch(2), null, Token));
        Assert.IsNotType<LogOutcomeUnknownException>(exception);

        await ExecuteAsync(admin, restore);
        await UntilAsync(async () => await Record.ExceptionAsync(() => store.LastSequenceAsync("log", Token)) is null);
        Assert.Equal(1, await store.LastSequenceAsync("log", Token));
        await UntilAsync(async () =>
            await Record.ExceptionAsync(async () =>
                Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 2, Batch(2), null, Token))) is null);
    }

    [Fact]
    public async Task Goes_on_when_the_server_has_forgotten_the_scripts()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server.Configuration);
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, Batch(1), null, Token));
        await using var admin = await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",allowAdmin=true");
        await ExecuteAsync(admin, "SCRIPT FLUSH");

        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 2, Batch(2), null, Token));
    }

    [Fact]
    public async Task Is_unavailable_once_closed()
    {
        var store = Store(redis.Configuration);
        await store.AppendAsync("log", 1, Batch(1), null, Token);
        await store.DisposeAsync();

        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 2, Batch(2), null, Token));
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.LastSequenceAsync("log", Token));
    }

    private static RedisLogStore Store(string configuration, string? prefix = null, LogStoreHealth? health = null)
    {
        var options = new RedisLogStoreOptions { Configuration = configuration, KeyPrefix = prefix ?? $"test-{Guid.NewGuid():N}" };
        return new RedisLogStore(options, health: health);
    }

    private static LogBatch Batch(int content) => new(Guid.NewGuid(), new[] { (byte)content });

    private static Task<RedisResult> ExecuteAsync(ConnectionMultiplexer admin, string command)
    {
        var words = command.Split(' ');
        return admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }

    /// <summary>Waits for a condition, looking again as soon as it has been seen not to hold.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token);
        }
    }
}
