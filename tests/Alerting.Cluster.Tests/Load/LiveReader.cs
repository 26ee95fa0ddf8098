using System.Globalization;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Cluster.Tests.Processes;
using Alerting.Json;

namespace Alerting.Cluster.Tests.Load;

/// <summary>A console on the live feed of alerts, which is never told that the ledger is another.</summary>
internal sealed class LiveReader(ClusterUnderTest cluster, int seed) : FeedReader(cluster, seed, "alerts/stream")
{
    private readonly Lock _lock = new();
    private readonly List<Alert> _read = [];
    private long _last;

    protected override string? LastId => _last.ToString(CultureInfo.InvariantCulture);

    public List<Alert> Read()
    {
        lock (_lock)
        {
            return [.. _read];
        }
    }

    protected override bool Take(string kind, string? id, string data)
    {
        if (kind == "reset")
        {
            Resets++;
            return false;
        }

        var alert = JsonSerializer.Deserialize(data, AlertJson.Wire.Alert)!;
        lock (_lock)
        {
            _read.Add(alert);
            _last = alert.Seq;
        }

        return true;
    }
}
