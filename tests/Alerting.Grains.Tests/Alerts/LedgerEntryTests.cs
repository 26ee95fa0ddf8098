using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Json;
using Xunit;

namespace Alerting.Grains.Tests.Alerts;

/// <summary>What the ledger stores.</summary>
public sealed class LedgerEntryTests
{
    [Fact]
    public void Alerts_are_stored_as_they_travel_but_for_their_links()
    {
        var alert = AlertSample.Alert() with { Doubts = [new Doubt("IQ-AN", "a:1", "b:1", "Karmah", "Garma", DoubtReason.AlikeTowns)] };
        var bytes = new LedgerEntry { Revisions = [alert], Regions = { ["IQ-AN"] = 7 } }.ToBytes();

        using var stored = JsonDocument.Parse(bytes);
        var revision = Assert.Single(stored.RootElement.GetProperty("revisions").EnumerateArray());
        Assert.False(revision.TryGetProperty("links", out _));
        var travelled = JsonSerializer.Serialize(revision.Deserialize(AlertJson.Wire.Alert), AlertJson.Wire.Alert);
        Assert.Equal(JsonSerializer.Serialize(alert, AlertJson.Wire.Alert), travelled);

        var read = LedgerEntry.Read(bytes);
        Assert.Equal(7, read.Regions["IQ-AN"]);
        Assert.Equal(travelled, JsonSerializer.Serialize(Assert.Single(read.Revisions), AlertJson.Wire.Alert));
    }

    [Fact]
    public void What_an_older_version_stored_is_read()
    {
        const string stored = """{"v":1,"revisions":[],"regions":{"IQ-AN":3},"follow":{"desk":2},"unfollow":["gone"]}""";
        var read = LedgerEntry.Read(Encoding.UTF8.GetBytes(stored));
        Assert.Equal((3, 2, "gone"), (read.Regions["IQ-AN"], read.Follow["desk"], read.Unfollow[0]));
        Assert.Equal(stored, Encoding.UTF8.GetString(read.ToBytes()));
    }
}
