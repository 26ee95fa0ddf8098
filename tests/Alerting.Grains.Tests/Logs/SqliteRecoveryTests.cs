using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Hosting;
using Alerting.Storage.Sqlite;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

/// <summary>The shell on the store that the embedded mode uses.</summary>
public sealed class SqliteRecoveryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-grains-");

    private string StoreFile => Path.Combine(_directory.FullName, "alerting.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task State_cursors_and_followers_go_on_after_process_after_process()
    {
        var probe = new FollowerProbe();
        var sum = 0L;
        for (var process = 0; process < 3; process++)
        {
            await using var sqlite = new SqliteLogStore(new SqliteLogStoreOptions { Path = StoreFile });
            await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(sqlite), probe);
            var tally = cluster.Client.GetGrain<ITallyGrain>("a");
            Assert.Equal(sum, (await tally.ReadAsync()).Sum);
            Assert.Equal(process * 20, await cluster.Ledger.CursorAsync("IQ-AN"));
            Assert.Equal(0, await cluster.Ledger.FollowAsync("desk", null));

            foreach (var calls in Enumerable.Range(0, 500).Chunk(TallyGrain.Most))
            {
                await Task.WhenAll(calls.Select(i => tally.AddAsync($"{process}.{i}", i)));
            }

            await cluster.Ledger.AppendAsync(
                "IQ-AN", [.. Enumerable.Range((process * 20) + 1, 20).Select(s => AlertBuilder.Entry("IQ-AN", s))]);
            sum += 500 * 499 / 2;

            Assert.Equal(sum, (await tally.ReadAsync()).Durable);
            Assert.InRange(await sqlite.LastSequenceAsync("tally/a", default), 1, 250 * (process + 1));
            var taken = (process + 1) * 20;
            await Wait.UntilAsync(() => probe.CountOf("desk") == taken, "the follower has all revisions");
        }

        Assert.Equal(Enumerable.Range(1, 60).Select(s => (long)s), probe.Taken["desk"].Select(a => a.Seq));
    }
}
