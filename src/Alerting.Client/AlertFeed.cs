using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>
/// One live feed over as many connections as it takes. How far it is, it learns with the first event: asked for what comes
/// after the end, the server says where the end is. So nothing is missed either when the first connection breaks off
/// before it has brought a revision.
/// </summary>
internal sealed class AlertFeed(ApiConnection api, AlertFilter filter, FeedOptions options)
{
    private const string EventStream = "text/event-stream";

    private const long Unknown = long.MaxValue;

    /// <summary>The last seq that was told, or the end of the ledger when the feed began.</summary>
    private long _last = filter.After ?? Unknown;

    public async IAsyncEnumerable<Alert> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            await using var connection = new FeedConnection(options, cancellationToken);
            var (response, failure) = await ConnectAsync(connection, cancellationToken).ConfigureAwait(false);
            using (response)
            {
                while (failure is null)
                {
                    (var alert, failure) = await NextAsync(connection, cancellationToken).ConfigureAwait(false);
                    if (alert is not null)
                    {
                        // The connection works, so the waits between tries begin anew with the next break.
                        tries = 0;
                        yield return alert;
                    }
                }
            }

            options.OnBroken?.Invoke(failure);
            var wait = Repetition.WaitAfter(failure, tries, options.MinWait, options.MaxWait);
            await Task.Delay(wait, options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(HttpResponseMessage? Response, Exception? Failure)> ConnectAsync(
        FeedConnection connection, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            var query = (filter with { After = null }).ToQuery(null).With("after", Query.Text(_last));
            response = await api.SendAsync(
                HttpMethod.Get, "alerts/stream" + query, null, default, connection.Watched, EventStream,
                _last.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
            connection.Open(await response.Content.ReadAsStreamAsync(connection.Watched).ConfigureAwait(false));
            if (_last != Unknown)
            {
                options.OnConnected?.Invoke(_last);
            }

            return (response, null);
        }
        catch (Exception exception) when (Repetition.IsOfUse(exception, cancellationToken))
        {
            return (response, exception);
        }
    }

    /// <summary>The next revision; null with what has broken the connection.</summary>
    private async ValueTask<(Alert? Alert, Exception? Failure)> NextAsync(FeedConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            while (await connection.NextAsync().ConfigureAwait(false) is { } told)
            {
                if (told.EventId is not { } id || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
                {
                    continue;
                }

                if (told.EventType == "reset")
                {
                    _last = seq;
                    options.OnConnected?.Invoke(seq);
                }
                else
                {
                    _last = Math.Max(_last, seq);
                    return (JsonSerializer.Deserialize(told.Data, ApiJson.Wire.Alert), null);
                }
            }

            return (null, new IOException("The server has ended the feed."));
        }
        catch (Exception exception) when (Repetition.IsOfUse(exception, cancellationToken))
        {
            return (null, exception);
        }
    }
}
