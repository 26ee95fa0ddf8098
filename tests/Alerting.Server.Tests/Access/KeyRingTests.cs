using System.Text.Json;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Access;

/// <summary>The keys of several processes on one store.</summary>
public sealed class KeyRingTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-keys-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteLogStore _store;

    public KeyRingTests() =>
        _store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Processes_that_start_at_once_end_with_one_admin_key_that_opens_all_of_them(bool sameFolder)
    {
        var rings = Enumerable.Range(0, 8).Select(i => Ring(sameFolder ? "all" : $"{i}")).ToList();

        await Task.WhenAll(rings.Select(ring => Task.Run(() => ring.LoadAsync(Token), Token)));

        var files = Directory.GetFiles(_directory.FullName, "admin.key*", SearchOption.AllDirectories);
        var secret = (await File.ReadAllTextAsync(Assert.Single(files), Token)).Trim();
        Assert.Equal("admin.key", Path.GetFileName(files[0]));
        Assert.Equal(1, await _store.LastSequenceAsync("keys", Token));
        foreach (var ring in rings)
        {
            Assert.Equal([Roles.Admin], (await ring.FindAsync(secret, Token))!.Roles);
        }
    }

    [Fact]
    public async Task A_key_that_another_process_made_is_known_when_it_is_shown_and_guessing_does_not_make_the_store_work()
    {
        var ring = Ring("one");
        await ring.LoadAsync(Token);
        var secret = ApiKey.NewSecret();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await ring.FindAsync(secret, Token));

        var key = new ApiKey("k2", "desk", ApiKey.HashOf(secret), [Roles.Desk], [], _clock.GetUtcNow());
        await _store.AppendAsync(
            "keys", 2, new LogBatch(Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey)), null,
            Token);
        Assert.Null(await ring.FindAsync(secret, Token));

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("k2", (await ring.FindAsync(secret, Token))!.Id);
    }

    [Fact]
    public async Task Who_is_known_by_a_key_is_looked_up_again_when_keys_change()
    {
        var ring = Ring("one");
        await ring.LoadAsync(Token);
        var callers = new KnownCallers(ring);
        var secret = ApiKey.NewSecret();
        await PutAsync(2, secret, [Roles.Desk]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(callers.Known(secret));
        Assert.False((await callers.FindAsync("ak_unknown", Token)).Succeeded);
        Assert.Null(callers.Known("ak_unknown"));

        var first = await callers.FindAsync(secret, Token);
        Assert.True(first.Principal!.IsInRole(Roles.Desk));
        Assert.Equal("desk", first.Principal.Identity!.Name);

        // The look for it has read keys that were not known before, so it counts from the next time on.
        Assert.Same(await callers.FindAsync(secret, Token), await callers.Known($" {secret}".AsSpan().Trim())!);

        await PutAsync(3, secret, [Roles.Reporter]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False((await callers.FindAsync(ApiKey.NewSecret(), Token)).Succeeded);
        Assert.Null(callers.Known(secret));
        Assert.False((await callers.FindAsync(secret, Token)).Principal!.IsInRole(Roles.Desk));
    }

    [Fact]
    public async Task A_crash_between_key_and_file_name_leaves_a_key_that_somebody_has()
    {
        var secret = ApiKey.NewSecret();
        var key = new ApiKey("k1", "first admin", ApiKey.HashOf(secret), [Roles.Admin], [], _clock.GetUtcNow());
        await _store.AppendAsync(
            "keys", 1, new LogBatch(Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey)), null,
            Token);
        var folder = _directory.CreateSubdirectory("one").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "admin.key.k1"), secret, Token);

        await Ring("one").LoadAsync(Token);

        Assert.Equal(secret, await File.ReadAllTextAsync(Path.Combine(folder, "admin.key"), Token));
    }

    [Fact]
    public async Task While_the_store_is_away_what_is_known_answers()
    {
        var ring = Ring("one");
        await ring.LoadAsync(Token);
        var secret = (await File.ReadAllTextAsync(Path.Combine(_directory.FullName, "one", "admin.key"), Token)).Trim();
        var away = new AwayLogStore(_store);
        var survivor = new KeyRing(
            away, Options.Create(new AlertingOptions { DataDirectory = Path.Combine(_directory.FullName, "one") }), _clock,
            NullLogger<KeyRing>.Instance);

        // Never read: only what cannot be a key is known to be none.
        away.IsAway = true;
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await survivor.FindAsync("guess", Token));
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => survivor.FindAsync(ApiKey.NewSecret(), Token).AsTask());

        away.IsAway = false;
        await survivor.LoadAsync(Token);
        away.IsAway = true;
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await survivor.FindAsync(ApiKey.NewSecret(), Token));
        Assert.NotNull(await survivor.FindAsync(secret, Token));
    }

    private async Task PutAsync(long sequence, string secret, string[] roles)
    {
        var key = new ApiKey("k2", "desk", ApiKey.HashOf(secret), roles, [], _clock.GetUtcNow());
        await _store.AppendAsync(
            "keys", sequence, new LogBatch(Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey)),
            null, Token);
    }

    private KeyRing Ring(string folder) => new(
        _store,
        Options.Create(new AlertingOptions { DataDirectory = Path.Combine(_directory.FullName, folder) }),
        _clock,
        NullLogger<KeyRing>.Instance);
}
