using System.Text;
using Alerting.Grains.Access;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Access;

/// <summary>The admin key of several processes that start on one store.</summary>
public sealed class AdminKeyFileTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-keys-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteLogStore _store;

    public AdminKeyFileTests() =>
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
    public async Task Processes_that_start_at_once_end_with_one_admin_key(bool sameFolder)
    {
        var files = Enumerable.Range(0, 8).Select(i => AdminKey(sameFolder ? "all" : $"{i}")).ToList();

        await Task.WhenAll(files.Select(file => Task.Run(() => file.EnsureAsync(Token), Token)));

        var found = Directory.GetFiles(_directory.FullName, "admin.key*", SearchOption.AllDirectories);
        var secret = (await File.ReadAllTextAsync(Assert.Single(found), Token)).Trim();
        Assert.Equal("admin.key", Path.GetFileName(found[0]));
        Assert.Equal(1, await _store.LastSequenceAsync("keys", Token));
        Assert.Contains(Secret.HashOf(secret), await LogAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_between_key_and_file_name_leaves_a_key_that_somebody_has()
    {
        // As versions wrote it that knew one admin key and nothing else.
        var secret = Secret.NewKey();
        var old = $$"""
            {"id":"k1","name":"first admin","hash":"{{Secret.HashOf(secret)}}","roles":["admin"],"regions":[],
            "createdAt":"2026-01-01T00:00:00+00:00"}
            """;
        await _store.AppendAsync("keys", 1, new LogBatch(Guid.NewGuid(), Encoding.UTF8.GetBytes(old)), null, Token);
        var folder = _directory.CreateSubdirectory("one").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "admin.key.k1"), secret, Token);

        await AdminKey("one").EnsureAsync(Token);

        Assert.Equal(secret, await File.ReadAllTextAsync(Path.Combine(folder, "admin.key"), Token));
        Assert.Equal(1, await _store.LastSequenceAsync("keys", Token));
    }

    [Fact]
    public async Task A_lost_key_is_replaced_by_another_and_stays_valid()
    {
        var file = AdminKey("one");
        await file.EnsureAsync(Token);
        var path = Path.Combine(_directory.FullName, "one", "admin.key");
        var first = (await File.ReadAllTextAsync(path, Token)).Trim();

        Assert.Equal(path, await file.ReplaceAsync(Token));

        var second = (await File.ReadAllTextAsync(path, Token)).Trim();
        Assert.NotEqual(first, second);
        Assert.Contains(Secret.HashOf(first), await LogAsync(), StringComparison.Ordinal);
        Assert.Contains(Secret.HashOf(second), await LogAsync(), StringComparison.Ordinal);
        Assert.Equal("admin.key", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "admin.key*"))));
    }

    [Fact]
    public async Task It_waits_for_a_store_that_starts_later()
    {
        var away = new AwayLogStore(_store) { IsAway = true };
        var ensured = AdminKey("one", away).EnsureAsync(Token);
        Assert.False(ensured.IsCompleted);

        away.IsAway = false;
        while (!ensured.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ensured;
        Assert.True(File.Exists(Path.Combine(_directory.FullName, "one", "admin.key")));
    }

    private async Task<string> LogAsync()
    {
        var text = new StringBuilder();
        await foreach (var entry in _store.ReadAsync("keys", 1, Token))
        {
            text.AppendLine(Encoding.UTF8.GetString(entry.Payload.Span));
        }

        return text.ToString();
    }

    private AdminKeyFile AdminKey(string folder, ILogStore? store = null) => new(
        store ?? _store,
        Options.Create(new AlertingOptions { DataDirectory = Path.Combine(_directory.FullName, folder) }),
        _clock,
        NullLogger<AdminKeyFile>.Instance);
}
