using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Retention;
using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Retention;

/// <summary>The ledger forgets what is old, tells who is behind, and keeps what is open.</summary>
public sealed class LedgerRetentionTests : IAsyncLifetime
{
    private const int Days = 90;
    private const int Kept = 30;
    private const int Gathered = 20;
    private const int LooksAtShortTail = 50;
    private const string OldAndOpen = "IQ-AN.simultaneous-assaults.1";
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AlertQuery s_all = new(null, [], Severity.Notice, 0, 1_000);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-retention-");
    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly FollowerProbe _followers = new();
    private SqliteLogStore _store = null!;
    private AlertingCluster _cluster = null!;
    private int _day;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IAlertLedgerGrain Ledger => _cluster.Ledger;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        var retention = new RetentionPeriods(TimeSpan.FromDays(Kept), TimeSpan.FromDays(Kept));
        _cluster = await AlertingCluster.StartAsync(new FaultyLogStore(_store), _followers, _clock, retention: retention);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_is_behind_is_told_what_is_left_and_the_log_gets_shorter()
    {
        var first = await TrimmedAsync();

        Assert.InRange(first, _day - Kept + 1, _day - Kept + 2);
        Assert.Equal(_day, await Ledger.HeadAsync());
        Assert.Equal(first, (await Assert.ThrowsAsync<LogTrimmedException>(() => Ledger.ReadAsync(0, 10))).First);
        Assert.Equal(first, (await Assert.ThrowsAsync<LogTrimmedException>(() => Ledger.SelectAsync(s_all with { After = 5 }))).First);
        Assert.Equal(first, (await Assert.ThrowsAsync<LogTrimmedException>(() => Ledger.FirstSinceAsync(s_start))).First);
        Assert.Equal(first, (await Ledger.ReadAsync(first - 1, 1))[0].Seq);
        Assert.InRange(await Ledger.FirstSinceAsync(_clock.GetUtcNow().AddDays(-10)), first + 1, _day);
        Assert.InRange(await FirstEntryAsync(), 2, first);
    }

    [Fact]
    public async Task An_open_alert_is_readable_however_old_it_is_also_after_a_restart()
    {
        var last = await TrimmedAsync();
        for (var activation = 0; activation < 2; activation++)
        {
            // What was forgotten since the last snapshot is known again, for the log still has it.
            var first = await Ledger.FirstAsync();
            Assert.InRange(first, await FirstEntryAsync(), last);
            Assert.Equal(1, (await Ledger.GetAsync(OldAndOpen))!.Seq);
            Assert.Null(await Ledger.GetAsync("IQ-AN.simultaneous-assaults.2"));
            var seqs = (await Ledger.SelectAsync(s_all)).Seqs;
            Assert.Equal([1, .. Enumerable.Range((int)first, _day - (int)first + 1).Select(static seq => (long)seq)], seqs);
            await _cluster.DeactivateAsync(Ledger);
        }
    }

    [Fact]
    public async Task A_new_revision_of_an_alert_that_was_kept_takes_its_place()
    {
        await LiveAsync(Days);
        await ForgottenAsync();

        await AppendAsync(AlertBuilder.Revision("IQ-AN", 1, revision: 2, status: AlertStatus.Cleared));

        Assert.Equal([Days + 1], await Ledger.SelectRevisionsAsync(OldAndOpen, 0, 10));
        Assert.Equal([Days + 1], await Ledger.SelectRevisionsAsync(OldAndOpen, 1, 10));
        Assert.Equal(2, (await Ledger.GetAsync(OldAndOpen))!.Revision);
        Assert.DoesNotContain(1, (await Ledger.SelectAsync(s_all)).Seqs);
        await _cluster.DeactivateAsync(Ledger);
        Assert.Equal([Days + 1], await Ledger.SelectRevisionsAsync(OldAndOpen, 0, 10));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_stays_where_the_log_does_not_hold_everything_any_more()
    {
        await TrimmedAsync();
        var last = await _store.LastSequenceAsync("ledger", Token);
        await _store.SaveSnapshotAsync("ledger", last, new byte[] { 99 }, Token);
        await _cluster.DeactivateAsync(Ledger);

        // What the log still holds must not be taken for all there ever was.
        await Assert.ThrowsAnyAsync<LogStoreUnavailableException>(Ledger.HeadAsync);
        Assert.Equal(1, (await _store.ReadSnapshotAsync("ledger", Token))!.State.Length);
        await Assert.ThrowsAnyAsync<LogStoreUnavailableException>(Ledger.HeadAsync);
    }

    [Fact]
    public async Task What_a_subscription_has_not_taken_stays()
    {
        _followers.Failures = int.MaxValue;
        await Ledger.FollowAsync("desk", 0);
        await LiveAsync(Days);
        await QuietAsync();

        Assert.Equal(1, await Ledger.FirstAsync());
        Assert.Equal(1, (await Ledger.ReadAsync(0, 1))[0].Seq);
        _followers.Failures = 0;
        await LiveAsync(20);
        await ForgottenAsync();
        await Wait.UntilAsync(() => _followers.CountOf("desk") == _day, "the subscription has taken all of it");
    }

    /// <summary>An alert a day, which ends at once; the first one stays open.</summary>
    private async Task LiveAsync(int days)
    {
        for (var end = _day + days; _day < end; _day++)
        {
            var status = _day == 0 ? AlertStatus.Open : AlertStatus.Cleared;
            await AppendAsync(AlertBuilder.Revision("IQ-AN", _day + 1, status: status, ballast: 2_000));
            _clock.Advance(TimeSpan.FromDays(1));
        }
    }

    private Task AppendAsync(Alert revision) => _cluster.Ledger.AppendAsync(
        "IQ-AN", [new RegionRevisions(_clock.GetUtcNow().UtcTicks, [revision with { UpdatedAt = _clock.GetUtcNow() }])]);

    /// <summary>Lives until the log has lost what is old, too; answers the first revision that is left.</summary>
    private async Task<long> TrimmedAsync()
    {
        await LiveAsync(Days);
        await ForgottenAsync();
        await LiveAsync(Gathered);
        await Wait.UntilAsync(async () => await FirstEntryAsync() > 1, "the log has lost its first entries");
        await QuietAsync();

        // What follows the last snapshot of all: from then on nothing moves.
        await Wait.UntilAsync(async () => await Ledger.FirstAsync() > _day - Kept, "all that is old is forgotten");
        return await Ledger.FirstAsync();
    }

    /// <summary>Waits until the ledger has forgotten something; answers what is left.</summary>
    private async Task<long> ForgottenAsync()
    {
        await Wait.UntilAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return await Ledger.FirstAsync() > 1;
            },
            "the ledger has forgotten what is old");
        return await Ledger.FirstAsync();
    }

    /// <summary>
    /// A snapshot of all that there is has been stored, and what is to be done after it. A tail that is too short for a
    /// snapshot gets none, so it is made longer where an earlier snapshot came in the middle.
    /// </summary>
    private Task QuietAsync()
    {
        var looks = 0;
        return Wait.UntilAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                if ((await _store.ReadSnapshotAsync("ledger", Token))?.Sequence == await _store.LastSequenceAsync("ledger", Token))
                {
                    return true;
                }

                if (++looks % LooksAtShortTail == 0)
                {
                    await LiveAsync(1);
                }

                return false;
            },
            "the snapshot is up to date");
    }

    private async Task<long> FirstEntryAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        try
        {
            await foreach (var entry in _store.ReadAsync("ledger", 1, Token))
            {
                return entry.Sequence;
            }

            return 0;
        }
        catch (LogTrimmedException trimmed)
        {
            return trimmed.First;
        }
    }
}
