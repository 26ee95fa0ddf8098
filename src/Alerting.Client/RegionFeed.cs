using System.Text.Json;
using Alerting.Json;
using Alerting.Regions;

namespace Alerting.Client;

/// <summary>The live feed of a list of regions, from what the caller has of it.</summary>
internal sealed class RegionFeed(ApiConnection api, Query query, string? version, FeedOptions options)
    : LiveFeed<RegionUpdate>(api, options)
{
    private readonly List<RegionView> _items = [];
    private string? _version = version;

    /// <summary>Whether the list is being told anew, in parts.</summary>
    private bool _isReset;

    protected override string Path => $"regions/stream{query}";

    protected override string? LastEventId => _version;

    /// <summary>A connection tells again what the one before had not told to its end.</summary>
    protected override void OnConnected()
    {
        _items.Clear();
        _isReset = false;
    }

    protected override RegionUpdate? Read(FeedConnection.FeedEvent told)
    {
        if (told.EventType == "reset")
        {
            OnConnected();
            _isReset = true;
            return null;
        }

        // Changes are of use part by part, the whole list only as a whole.
        var changes = JsonSerializer.Deserialize(told.Data, ApiJson.Wire.RegionChanges)!;
        if (!_isReset)
        {
            _version = told.EventId ?? _version;
            return new RegionUpdate(false, changes.Items, changes.Removed, _version);
        }

        _items.AddRange(changes.Items);
        if (told.EventId is not { Length: > 0 } id || id == "0")
        {
            return null;
        }

        var update = new RegionUpdate(true, [.. _items], [], id);
        OnConnected();
        _version = id;
        return update;
    }
}
