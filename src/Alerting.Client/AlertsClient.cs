using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Json;
using Alerting.Series;
using Alerting.Thresholds;

namespace Alerting.Client;

/// <summary>Alerts, as desks read and acknowledge them.</summary>
public sealed class AlertsClient
{
    private readonly ApiConnection _api;

    internal AlertsClient(ApiConnection api) => _api = api;

    /// <summary>The alerts, each as its last revision has it, in the order of their last revisions. May be repeated.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<Alert> ListAsync(
        AlertFilter? filter = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("alerts", (filter ?? new AlertFilter()).ToQuery(pageSize), ApiJson.Wire.PageAlert, cancellationToken);

    /// <summary>An alert as its last revision has it. May be repeated.</summary>
    public Task<Alert> GetAsync(string alertId, CancellationToken cancellationToken = default) =>
        _api.GetAsync(Path(alertId), ApiJson.Wire.Alert, cancellationToken);

    /// <summary>The revisions of an alert in their order, each complete in itself. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<Alert> RevisionsAsync(string alertId, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(alertId) + "/revisions", new Query([("limit", Query.Text(pageSize))]),
            ApiJson.Wire.PageAlert, cancellationToken);

    /// <summary>What policies do about an alert: who was called, who is next and when. May be repeated.</summary>
    public async Task<IReadOnlyList<AlertEscalation>> EscalationAsync(string alertId, CancellationToken cancellationToken = default) =>
        (await _api.GetAsync(Path(alertId) + "/escalation", ApiJson.Wire.PageAlertEscalation, cancellationToken).ConfigureAwait(false))
            .Items;

    /// <summary>
    /// How many alerts were raised over time, in at most 2,200 steps that begin at multiples of their length since
    /// 1970-01-01T00:00:00Z. May be repeated.
    /// </summary>
    /// <param name="from">Begin of the span; 7 days before its end when null.</param>
    /// <param name="to">Its end, at most 366 days later; now when null.</param>
    /// <param name="step">Length of a step, a minute or more; an hour when null.</param>
    /// <param name="regions">Codes, each with its subtree; all when null.</param>
    /// <param name="minSeverity">Only alerts that were raised with this severity or a higher one; null: all.</param>
    /// <param name="threshold">Only alerts of this threshold; null: of any.</param>
    public Task<AlertSeries> SeriesAsync(
        DateTimeOffset? from = null, DateTimeOffset? to = null, Duration? step = null, IReadOnlyList<string>? regions = null,
        Severity? minSeverity = null, string? threshold = null, CancellationToken cancellationToken = default)
    {
        var query = new Query([("from", Query.Text(from)), ("to", Query.Text(to)), ("step", step?.ToString()),
            ("region", regions is null ? null : string.Join(',', regions)), ("minSeverity", Query.Text(minSeverity)),
            ("threshold", threshold)]);
        return _api.GetAsync($"alerts/series{query}", ApiJson.Wire.AlertSeries, cancellationToken);
    }

    /// <summary>What happened around an alert, oldest first. May be repeated.</summary>
    /// <param name="limit">How many at most: the newest, 1..1,000.</param>
    public Task<AlertTimeline> TimelineAsync(string alertId, int limit = 1_000, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            Path(alertId) + "/timeline" + new Query([("limit", Query.Text(limit))]), ApiJson.Wire.AlertTimeline, cancellationToken);

    /// <summary>Acknowledges an open alert by the holder of the key. May be repeated.</summary>
    /// <param name="note">Told with the revision, at most 4,000 characters.</param>
    /// <returns>The alert with its acknowledgement.</returns>
    public Task<Alert> AcknowledgeAsync(string alertId, string? note = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync(
            Path(alertId) + "/acknowledge", new AcknowledgeBody { Note = note }, ApiJson.Requests.AcknowledgeBody, ApiJson.Wire.Alert,
            cancellationToken);

    /// <summary>Takes back the acknowledgement of an open alert. May be repeated.</summary>
    /// <returns>The alert without an acknowledgement.</returns>
    public Task<Alert> UnacknowledgeAsync(string alertId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(alertId) + "/acknowledge", ApiJson.Wire.Alert, default, cancellationToken);

    /// <summary>Gives an open alert to somebody. May be repeated.</summary>
    /// <param name="to">Their name, 1..200 characters; null: to nobody.</param>
    /// <param name="note">Told with the revision, at most 4,000 characters.</param>
    /// <returns>The alert with its assignee.</returns>
    public async Task<Alert> AssignAsync(
        string alertId, string? to, string? note = null, CancellationToken cancellationToken = default) =>
        (await _api.PutAsync(
            Path(alertId) + "/assignee", new AssigneeBody { To = to, Note = note }, ApiJson.Requests.AssigneeBody, ApiJson.Wire.Alert,
            default, cancellationToken)).Value;

    /// <summary>Says something of an alert, open or not. Sent again, it is said again.</summary>
    /// <param name="text">1..4,000 characters.</param>
    /// <returns>The alert with the comment.</returns>
    public Task<Alert> CommentAsync(string alertId, string text, CancellationToken cancellationToken = default) =>
        _api.PostAsync(
            Path(alertId) + "/comments", new CommentBody { Text = text }, ApiJson.Requests.CommentBody, ApiJson.Wire.Alert,
            cancellationToken);

    /// <summary>Says what an alert was worth, open or not. May be repeated.</summary>
    /// <param name="note">Told with the revision, at most 4,000 characters.</param>
    /// <returns>The alert with its disposition.</returns>
    public async Task<Alert> ReviewAsync(
        string alertId, DispositionValue value, string? note = null, CancellationToken cancellationToken = default) =>
        (await _api.PutAsync(
            Path(alertId) + "/disposition", new DispositionBody { Value = value, Note = note }, ApiJson.Requests.DispositionBody,
            ApiJson.Wire.Alert, default, cancellationToken)).Value;

    /// <summary>
    /// The live feed of revisions, without end: a connection that breaks off is made again and resumed after the last
    /// revision that was told, so that none is missed or told twice.
    /// </summary>
    /// <param name="filter">Null: all from now on.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellationToken">Ends the feed with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ProblemException">The server refuses the feed, other than for now.</exception>
    public IAsyncEnumerable<Alert> FollowAsync(
        AlertFilter? filter = null, FeedOptions? options = null, CancellationToken cancellationToken = default) =>
        new AlertFeed(_api, filter ?? new AlertFilter(), options ?? new FeedOptions()).FollowAsync(cancellationToken);

    private static string Path(string alertId) => "alerts/" + ApiConnection.Segment(alertId);
}
