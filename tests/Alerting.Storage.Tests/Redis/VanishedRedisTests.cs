using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Alerting.Storage.Redis;
using StackExchange.Redis;

namespace Alerting.Storage.Tests.Redis;

/// <summary>A Redis that comes back without what it held, or that may lose it, is told from the one that belongs here.</summary>
public sealed class VanishedRedisTests : IDisposable
{
    private const string Prefix = "vanished";

    private readonly TemporaryDirectory _directory = new();
    private readonly LogStoreHealth _health = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Mark => _directory.File("redis.mark");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task One_that_was_emptied_is_neither_read_nor_written()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 10);

        await ExecuteAsync(server, "FLUSHALL");

        await LostAsync(() => store.AppendAsync("log", 11, Batch(), null, Token));
        await LostAsync(() => store.LastSequenceAsync("log", Token));
        await LostAsync(async () => await store.ReadAsync("log", 1, Token).ToListAsync(Token));
        Assert.Equal(0, (long)await ExecuteAsync(server, "DBSIZE"));
    }

    [Fact]
    public async Task It_is_noticed_when_nobody_asks()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 1);

        await ExecuteAsync(server, "FLUSHALL");

        await UntilAsync(() => _health.IsLost);
    }

    [Fact]
    public async Task A_new_process_on_its_directory_does_not_begin_anew_unless_told_to()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using (var store = Store(server))
        {
            await FillAsync(store, 10);
        }

        await ExecuteAsync(server, "FLUSHALL");
        await using (var refused = Store(server))
        {
            await LostAsync(() => refused.AppendAsync("log", 1, Batch(), null, Token));
        }

        await using (var accepted = Store(server, acceptLoss: true, health: new LogStoreHealth()))
        {
            await FillAsync(accepted, 2);
        }

        await using var again = Store(server, health: new LogStoreHealth());
        Assert.Equal(2, await again.LastSequenceAsync("log", Token));
    }

    [Fact]
    public async Task One_that_holds_less_is_not_written_even_though_it_is_the_same()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 10);

        // As one comes back that wrote its file a while ago.
        await ExecuteAsync(server, $"HSET {{{Prefix}}}:store appends 5");

        await LostAsync(() => store.AppendAsync("log", 11, Batch(), null, Token));
        Assert.Contains("what came last is gone", _health.WriteFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_holds_less_is_gone_on_with_where_its_settings_are_accepted()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server, acceptUnsafe: true);
        await FillAsync(store, 10);
        await ExecuteAsync(server, $"HSET {{{Prefix}}}:store appends 5");

        await Record.ExceptionAsync(() => store.AppendAsync("log", 11, Batch(), null, Token));

        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 11, Batch(), null, Token));
    }

    [Fact]
    public async Task A_log_that_was_removed_is_not_read_as_empty()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 10);

        await ExecuteAsync(server, $"DEL {{{Prefix}}}:log:log");

        await LostAsync(async () => await store.ReadAsync("log", 1, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_process_on_a_fresh_directory_takes_over_the_store_that_is_there()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 10);
        using var fresh = new TemporaryDirectory();

        await using var other = Store(server, mark: fresh.File("redis.mark"), health: new LogStoreHealth());

        Assert.Equal(10, await other.LastSequenceAsync("log", Token));
        Assert.Equal(
            (await File.ReadAllTextAsync(Mark, Token))[..40], (await File.ReadAllTextAsync(fresh.File("redis.mark"), Token))[..40]);
    }

    [Theory]
    [InlineData("allkeys-lru", true)]
    [InlineData("volatile-ttl", true)]
    [InlineData("noeviction", false)]
    public async Task One_that_evicts_is_refused(string policy, bool refused)
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await ExecuteAsync(server, "CONFIG SET maxmemory 100mb");
        await ExecuteAsync(server, $"CONFIG SET maxmemory-policy {policy}");
        await using var store = Store(server);

        var failure = await Record.ExceptionAsync(() => store.AppendAsync("log", 1, Batch(), null, Token));

        Assert.Equal(refused, failure is LogStoreUnusableException { Fault: LogStoreFault.Unsafe });
        Assert.Equal(refused, failure?.Message.Contains(policy, StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task One_that_evicts_after_its_restart_is_not_written_until_it_does_not()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 1);

        await server.KillAsync();
        await server.RestartAsync(Token, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await UntilAsync(() => _health.Unusable is { Fault: LogStoreFault.Unsafe });
        Assert.Equal(1, await store.LastSequenceAsync("log", Token));
        await Assert.ThrowsAsync<LogStoreUnusableException>(() => store.AppendAsync("log", 2, Batch(), null, Token));

        await ExecuteAsync(server, "CONFIG SET maxmemory-policy noeviction");
        await UntilAsync(() => _health.WriteFailure is null);
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 2, Batch(), null, Token));
    }

    [Theory]
    [InlineData("appendfsync everysec", false, true)]
    [InlineData("appendonly no", false, true)]
    [InlineData("appendfsync everysec", true, false)]
    [InlineData("appendfsync always", false, false)]
    public async Task Settings_that_may_lose_what_was_answered_are_warned_of(string setting, bool accepted, bool warns)
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await ExecuteAsync(server, $"CONFIG SET {setting}");
        await using var store = Store(server, acceptUnsafe: accepted);

        await FillAsync(store, 1);

        Assert.Equal(warns, _health.Warnings.Any(warning => warning.Contains($"'{setting}'", StringComparison.Ordinal)));
        Assert.Equal(warns ? 1 : 0, _health.Warnings.Count);
    }

    [Fact]
    public async Task Settings_that_may_not_be_asked_for_are_named_as_unknown()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await ExecuteAsync(server, "ACL SETUSER limited on >secret ~* &* +@all -config");
        await using var store = Store(server, login: ",user=limited,password=secret");

        await FillAsync(store, 1);

        Assert.Contains("cannot be checked", Assert.Single(_health.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _health.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_full_is_known_to_be_until_it_is_not()
    {
        await using var server = await RedisUnderTest.StartOwnAsync(Token);
        await using var store = Store(server);
        await FillAsync(store, 1);

        await ExecuteAsync(server, "CONFIG SET maxmemory 1");
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 2, Batch(), null, Token));
        Assert.Contains("maxmemory", _health.WriteFailure, StringComparison.Ordinal);
        Assert.Single(await store.ReadAsync("log", 1, Token).ToListAsync(Token));

        await ExecuteAsync(server, "CONFIG SET maxmemory 0");
        await UntilAsync(() => _health.WriteFailure is null);
    }

    private static async Task LostAsync(Func<Task> call) =>
        Assert.Equal(LogStoreFault.Lost, (await Assert.ThrowsAsync<LogStoreUnusableException>(call)).Fault);

    private static async Task FillAsync(RedisLogStore store, int entries)
    {
        for (var sequence = 1; sequence <= entries; sequence++)
        {
            Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", sequence, Batch(), null, Token));
        }
    }

    private static LogBatch Batch() => new(Guid.NewGuid(), new byte[10]);

    private static async Task<RedisResult> ExecuteAsync(RedisServer server, string command)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",allowAdmin=true");
        var words = command.Split(' ');
        return await admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, timeout.Token);
        }
    }

    private RedisLogStore Store(
        RedisServer server, bool acceptLoss = false, bool acceptUnsafe = false, string? mark = null, LogStoreHealth? health = null, string login = "") => new(
        new RedisLogStoreOptions
        {
            Configuration = server.Configuration + login,
            KeyPrefix = Prefix,
            MarkPath = mark ?? Mark,
            AcceptLoss = acceptLoss,
            AcceptUnsafeSettings = acceptUnsafe,
        },
        null,
        health ?? _health);
}
