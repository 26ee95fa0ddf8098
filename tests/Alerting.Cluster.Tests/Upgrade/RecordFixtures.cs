using Xunit;

namespace Alerting.Cluster.Tests.Upgrade;

/// <summary>
/// Makes the fixtures of <see cref="UpgradeTests"/> with another version of the server: ALERTING_RECORD_WITH is the path
/// of its Alerting.Server.dll, ALERTING_RECORD_TO the folder to write to.
/// </summary>
public sealed class RecordFixtures
{
    [Theory]
    [MemberData(nameof(UpgradeTests.Fixtures), MemberType = typeof(UpgradeTests))]
    public async Task Record(string name, bool onRedis, bool killed)
    {
        var program = Environment.GetEnvironmentVariable("ALERTING_RECORD_WITH");
        Assert.SkipWhen(program is null, "ALERTING_RECORD_WITH names no server.");
        var directory = Directory.CreateTempSubdirectory("alerting-fixture-");
        try
        {
            Recording recording;
            await using (var server = new UpgradedServer(directory.FullName, UpgradeTests.Redis(onRedis), program))
            {
                await Scenario.RunAsync(server);
                var at = Scenario.Start.AddMinutes(2);
                server.SetClock(at);
                recording = new Recording(at, await Answers.OfAsync(server), await Answers.DeliveriesAsync(server, "desk"));
                await (killed ? server.KillAsync() : server.StopAsync());
            }

            string[] transient = ["clock", "alerting.db.lock"];
            foreach (var entry in transient)
            {
                File.Delete(Path.Combine(directory.FullName, "data", entry));
            }

            await new Fixture(name).WriteAsync(directory.FullName, recording);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
