using System.Text;
using System.Text.Json;
using Alerting.Json;
using Alerting.Server.Alerts;
using Xunit;

namespace Alerting.Server.Tests.Alerts;

public sealed class EncodedRevisionTests
{
    [Fact]
    public void The_event_and_the_list_show_the_same_alert()
    {
        var revision = Revisions.Of(7);
        var json = JsonSerializer.Serialize(revision.Alert, AlertJson.Wire.Alert);
        var encoded = EncodedRevision.Of(revision);
        Assert.Equal(json, Encoding.UTF8.GetString(encoded.Json));
        Assert.Equal($"id: 7\nevent: alert.updated\ndata: {json}\n\n", Encoding.UTF8.GetString(encoded.Event));
        Assert.Contains("Al Anbār", json, StringComparison.Ordinal);
    }
}
