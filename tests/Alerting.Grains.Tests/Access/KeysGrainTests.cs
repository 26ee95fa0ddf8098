using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Grains.Audit;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Access;

public sealed class KeysGrainTests : IAsyncLifetime
{
    private static readonly Act s_admin = new(new Actor("1", "ann", SubjectKind.Key), "10.0.0.1", "r", null);

    private readonly InMemoryLogStore _inner = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultyLogStore _store;
    private AlertingCluster _cluster = null!;

    public KeysGrainTests() => _store = new FaultyLogStore(_inner);

    private IKeysGrain Keys => _cluster.Client.GetGrain<IKeysGrain>(IKeysGrain.Key);

    public async ValueTask InitializeAsync() => _cluster = await AlertingCluster.StartAsync(_store, clock: _clock);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task What_was_answered_is_there_after_the_activation()
    {
        await Keys.CreateAsync(Key("a", Role.Admin), s_admin);
        await Keys.CreateAsync(Key("b", Role.Desk), s_admin);
        await Keys.CreateAsync(Key("c", Role.Desk), s_admin);
        await Keys.RotateAsync("b", "new-b", TimeSpan.FromHours(1), s_admin);
        await Keys.OpenSessionAsync(new StoredSession("s-b", "b", _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(12)));
        await Keys.OpenSessionAsync(new StoredSession("s-c", "c", _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(12)));
        await Keys.RevokeAsync("c", null, s_admin);
        var before = await Keys.GetAsync(-1);

        await _cluster.DeactivateAsync(Keys);

        var after = await Keys.GetAsync(-1);
        Assert.Equal(before!.Revision, after!.Revision);
        Assert.Null(await Keys.GetAsync(after.Revision));
        Assert.Equal([("a", "hash-a"), ("b", "new-b")], after.Keys.Select(static key => (key.Id, key.Hash)));
        Assert.Equal(["s-b"], after.Sessions.Select(static session => session.Hash));
        var index = new KeyIndex(after);
        Assert.Equal("b", index.Find("hash-b")!.Key.Id);
        Assert.True(index.Find("hash-b")!.IsValidAt(_clock.GetUtcNow().AddMinutes(59)));
        Assert.False(index.Find("hash-b")!.IsValidAt(_clock.GetUtcNow().AddHours(1)));
        Assert.Null(index.Find("hash-c"));
        Assert.Null(index.Find("s-c"));
    }

    [Fact]
    public async Task The_last_key_that_can_manage_keys_for_good_cannot_be_revoked()
    {
        await Keys.CreateAsync(Key("a", Role.Admin), s_admin);
        await Keys.CreateAsync(Key("b", Role.Admin) with { Regions = ["IQ"] }, s_admin);
        await Keys.CreateAsync(Key("c", Role.Admin) with { ExpiresAt = _clock.GetUtcNow().AddDays(9000) }, s_admin);

        Assert.Equal(KeyChangeOutcome.LastAdmin, (await Keys.RevokeAsync("a", null, s_admin)).Outcome);
        Assert.Equal(KeyChangeOutcome.Conflict, (await Keys.RevokeAsync("b", 7, s_admin)).Outcome);
        Assert.Equal(KeyChangeOutcome.Done, (await Keys.RevokeAsync("b", 1, s_admin)).Outcome);
        Assert.Equal(KeyChangeOutcome.NotFound, (await Keys.RevokeAsync("b", null, s_admin)).Outcome);
        await Keys.CreateAsync(Key("d", Role.Admin), s_admin);
        Assert.Equal(KeyChangeOutcome.Done, (await Keys.RevokeAsync("a", null, s_admin)).Outcome);
        Assert.Equal(KeyChangeOutcome.LastAdmin, (await Keys.RevokeAsync("d", null, s_admin)).Outcome);
    }

    [Fact]
    public async Task The_use_of_a_key_is_shown_at_once_and_written_once_an_hour()
    {
        await Keys.CreateAsync(Key("a", Role.Desk), s_admin);
        var start = _clock.GetUtcNow();
        for (var minute = 0; minute <= 59; minute++)
        {
            await Keys.UsedAsync(["a", "unknown"]);
            Assert.Equal(_clock.GetUtcNow(), Assert.Single(await Keys.ListAsync()).LastUsedAt);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, await _inner.LastSequenceAsync("keys", default));
        await Keys.UsedAsync(["a"]);
        Assert.Equal(3, await _inner.LastSequenceAsync("keys", default));
        await _cluster.DeactivateAsync(Keys);
        Assert.Equal(start.AddHours(1), Assert.Single(await Keys.ListAsync()).LastUsedAt);
    }

    [Fact]
    public async Task A_key_that_a_command_wrote_beside_the_grain_is_found_when_it_is_shown()
    {
        await Keys.CreateAsync(Key("a", Role.Admin), s_admin);
        var cache = _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<KeyCache>();
        await cache.RefreshAsync(default);
        await new KeyLog(_inner).AddAsync(Key("z", Role.Admin), default);

        Assert.Equal("z", (await cache.FindAsync("hash-z", default))!.Key.Id);
        Assert.Equal(2, (await Keys.GetAsync(-1))!.Keys.Count);

        // The grain goes on as the writer.
        Assert.Equal(KeyChangeOutcome.Done, (await Keys.CreateAsync(Key("b", Role.Desk), s_admin)).Outcome);
    }

    [Fact]
    public async Task Guessing_does_not_make_the_store_work_and_what_is_known_answers_while_it_is_away()
    {
        await Keys.CreateAsync(Key("a", Role.Admin), s_admin);
        var cache = _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<KeyCache>();
        await cache.RefreshAsync(default);
        Assert.Null(await cache.FindAsync("guess", default));
        await new KeyLog(_inner).AddAsync(Key("z", Role.Admin), default);
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(await cache.FindAsync($"guess-{i}", default));
        }

        Assert.Null(await cache.FindAsync("hash-z", default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await cache.FindAsync("hash-z", default));
    }

    [Fact]
    public async Task More_sessions_than_a_key_may_have_end_the_oldest_and_those_that_are_over_are_forgotten()
    {
        await Keys.CreateAsync(Key("a", Role.Desk), s_admin);
        for (var i = 0; i <= KeyState.MaxSessions; i++)
        {
            await Keys.OpenSessionAsync(new StoredSession($"s{i}", "a", _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(12)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var sessions = (await Keys.GetAsync(-1))!.Sessions;
        Assert.Equal(KeyState.MaxSessions, sessions.Count);
        Assert.DoesNotContain(sessions, static session => session.Hash == "s0");

        _clock.Advance(TimeSpan.FromHours(13));
        await Keys.OpenSessionAsync(new StoredSession("new", "a", _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(12)));
        Assert.Equal(["new"], (await Keys.GetAsync(-1))!.Sessions.Select(static session => session.Hash));
        Assert.Equal(
            KeyChangeOutcome.NotFound,
            (await Keys.OpenSessionAsync(new StoredSession("x", "nobody", _clock.GetUtcNow(), _clock.GetUtcNow()))).Outcome);
    }

    private StoredKey Key(string id, params Role[] roles) => new()
    {
        Id = id,
        Name = id,
        Hash = $"hash-{id}",
        Roles = roles,
        Regions = [],
        CreatedAt = _clock.GetUtcNow(),
    };
}
