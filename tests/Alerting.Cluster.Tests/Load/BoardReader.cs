using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Load;

/// <summary>A wall of the duty room that follows the states of all regions, and begins anew where it is told to.</summary>
internal sealed class BoardReader(ClusterUnderTest cluster, int seed) : FeedReader(cluster, seed, "regions/stream")
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, string> _regions = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>How many events told changes.</summary>
    public int Events { get; private set; }

    protected override string? LastId => _last;

    /// <summary>The states that it shows, as JSON, by code.</summary>
    public IReadOnlyDictionary<string, string> Shown()
    {
        lock (_lock)
        {
            return new SortedDictionary<string, string>(_regions, StringComparer.Ordinal);
        }
    }

    protected override bool Take(string kind, string? id, string data)
    {
        lock (_lock)
        {
            _last = id ?? _last;
            if (kind == "reset")
            {
                Resets++;
                _regions.Clear();
            }
            else if (kind == "regions")
            {
                Events++;
                var change = JsonNode.Parse(data)!;
                foreach (var code in change["removed"]!.AsArray())
                {
                    _regions.Remove(code!.GetValue<string>());
                }

                foreach (var region in change["items"]!.AsArray())
                {
                    _regions[region!["code"]!.GetValue<string>()] = region.ToJsonString();
                }
            }

            return true;
        }
    }
}
