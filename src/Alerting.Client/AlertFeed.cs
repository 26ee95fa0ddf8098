using System.Globalization;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>
/// The live feed of revisions. How far it is, it learns with the first event: asked for what comes after the end, the server says where
/// the end is. So nothing is missed either when the first connection breaks off before it has brought a revision.
/// </summary>
internal sealed class AlertFeed(ApiConnection api, AlertFilter filter, FeedOptions options) : LiveFeed<Alert>(api, options)
{
    private const long Unknown = long.MaxValue;

    private readonly FeedOptions _options = options;

    /// <summary>The last seq that was told, or the end of the ledger when the feed began.</summary>
    private long _last = filter.After ?? Unknown;

    protected override string Path =>
        "alerts/stream" + (filter with { After = null }).ToQuery(null).With("after", Query.Text(_last)).ToString();

    protected override string LastEventId => _last.ToString(CultureInfo.InvariantCulture);

    protected override void OnConnected()
    {
        if (_last != Unknown)
        {
            _options.OnConnected?.Invoke(_last);
        }
    }

    protected override Alert? Read(FeedConnection.FeedEvent told)
    {
        if (told.EventId is not { } id || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return null;
        }

        if (told.EventType == "reset")
        {
            _last = seq;
            _options.OnConnected?.Invoke(seq);
            return null;
        }

        _last = Math.Max(_last, seq);
        return JsonSerializer.Deserialize(told.Data, ApiJson.Wire.Alert);
    }
}
