using Alerting.Boundaries;
using Alerting.Incidents;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Series;

namespace Alerting.Client;

/// <summary>Levels, figures and incidents of regions.</summary>
public sealed class RegionsClient
{
    private readonly ApiConnection _api;

    internal RegionsClient(ApiConnection api) => _api = api;

    /// <summary>The states of regions by code. May be repeated.</summary>
    /// <param name="parent">Only the regions directly below this one.</param>
    /// <param name="minLevel">Only regions of this level or higher.</param>
    /// <param name="all">
    /// The whole catalogue; else only regions that ever had a report, an alert or an override, and the regions above them.
    /// </param>
    /// <param name="pageSize">How many are asked for at a time, 1..10,000.</param>
    public IAsyncEnumerable<RegionView> ListAsync(
        string? parent = null, ThreatLevel? minLevel = null, bool all = false, int pageSize = 100,
        CancellationToken cancellationToken = default) =>
        _api.ListAsync(
            "regions",
            new Query([("parent", parent), ("minLevel", Query.Text(minLevel)),
                ("all", all ? "true" : null), ("limit", Query.Text(pageSize))]),
            ApiJson.Wire.RegionPage,
            static page => page.Items,
            cancellationToken);

    /// <summary>
    /// The list of regions, or what of it has changed since an earlier answer to the same question, for whoever keeps a copy of it. May
    /// be repeated.
    /// </summary>
    /// <param name="version">Of the earlier answer; null for the whole list.</param>
    /// <param name="parent">Only the regions directly below this one.</param>
    /// <param name="minLevel">Only regions of this level or higher.</param>
    public async Task<RegionUpdate> ChangesAsync(
        string? version, string? parent = null, ThreatLevel? minLevel = null, CancellationToken cancellationToken = default)
    {
        var query = new Query([("parent", parent), ("minLevel", Query.Text(minLevel)), ("changedAfter", version), ("limit", "10000")]);
        var (page, now) = await _api.GetWithHeaderAsync(
            $"regions{query}", RegionPage.VersionHeader, ApiJson.Wire.RegionPage, cancellationToken).ConfigureAwait(false);
        var items = page.Items;
        while (page.Next is { } next)
        {
            page = await _api.GetAsync($"regions{query.With("after", next)}", ApiJson.Wire.RegionPage, cancellationToken)
                .ConfigureAwait(false);
            items = [.. items, .. page.Items];
        }

        return new RegionUpdate(page.Complete, items, page.Removed, now);
    }

    /// <summary>
    /// The live feed of the list of regions, without end: first the whole list, or what has changed since a version, and then what
    /// changes. A connection that breaks off is made again and resumed, or the list is told anew.
    /// </summary>
    /// <param name="version">Of what the caller has; null for the whole list.</param>
    /// <param name="parent">Only the regions directly below this one.</param>
    /// <param name="minLevel">Only regions of this level or higher.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellationToken">Ends the feed with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ProblemException">The server refuses the feed, other than for now.</exception>
    public IAsyncEnumerable<RegionUpdate> FollowAsync(
        string? version = null, string? parent = null, ThreatLevel? minLevel = null, FeedOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new RegionFeed(
            _api, new Query([("parent", parent), ("minLevel", Query.Text(minLevel))]), version, options ?? new FeedOptions())
            .FollowAsync(cancellationToken);

    /// <summary>The outlines of all regions below one, or of the countries, as far as they are known. May be repeated.</summary>
    /// <param name="parent">Code of the region above; null for the countries.</param>
    /// <param name="closely">To half a kilometre and not to some kilometres.</param>
    /// <param name="version">
    /// The <c>version</c> of an earlier answer: caches on the way may keep the answer for ever.
    /// </param>
    public Task<BoundaryFeatures> BoundariesAsync(
        string? parent = null, bool closely = false, string? version = null, CancellationToken cancellationToken = default)
    {
        var query = new Query([("parent", parent), ("detail", closely ? "high" : null), ("v", version)]);
        return _api.GetAsync($"boundaries{query}", ApiJson.Wire.BoundaryFeatures, cancellationToken);
    }

    /// <summary>The state of a region; its figures are as of <c>asOf</c>. May be repeated.</summary>
    public Task<Tagged<RegionView>> GetAsync(string code, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(code), ApiJson.Wire.RegionView, cancellationToken);

    /// <summary>The incidents of a region and those below it, newest first, each with its best reports. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<IncidentView> IncidentsAsync(string code, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(code) + "/incidents", Limit(pageSize), ApiJson.Wire.PageIncidentView, cancellationToken);

    /// <summary>All reports of an incident that was reported in the region itself, best first. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<IncidentReport> ReportsAsync(
        string code, string incidentId, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(
            $"{Path(code)}/incidents/{ApiConnection.Segment(incidentId)}/reports", Limit(pageSize), ApiJson.Wire.PageIncidentReport,
            cancellationToken);

    /// <summary>
    /// An incident with a page of its reports as they were sent; its <c>next</c> is the <paramref name="after"/> of the page
    /// that follows. A <see cref="ProblemException"/> of 409 where several regions have an incident of this id. May be
    /// repeated.
    /// </summary>
    /// <param name="region">The region in which it was reported; searched when null.</param>
    /// <param name="pageSize">Reports of a page, 1..1,000.</param>
    public Task<IncidentDetailView> GetIncidentAsync(
        string incidentId, string? region = null, string? after = null, int pageSize = 100,
        CancellationToken cancellationToken = default)
    {
        var query = new Query([("region", region), ("after", after), ("limit", Query.Text(pageSize))]);
        return _api.GetAsync(
            $"incidents/{ApiConnection.Segment(incidentId)}{query}", ApiJson.Wire.IncidentDetailView, cancellationToken);
    }

    /// <summary>The changes of the region's level, newest first. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<LevelChangeView> HistoryAsync(string code, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(code) + "/history", Limit(pageSize), ApiJson.Wire.PageLevelChangeView, cancellationToken);

    /// <summary>
    /// How the region went over time, in at most 2,200 steps that begin at multiples of their length since 1970-01-01T00:00:00Z. May
    /// be repeated.
    /// </summary>
    /// <param name="from">Begin of the span; 7 days before its end when null.</param>
    /// <param name="to">Its end, at most 366 days later; now when null.</param>
    /// <param name="step">Length of a step, a minute or more; an hour when null.</param>
    /// <param name="fields">Which of level, score, incidents and killed; all when null.</param>
    public Task<RegionSeries> SeriesAsync(
        string code, DateTimeOffset? from = null, DateTimeOffset? to = null, Duration? step = null, IReadOnlyList<string>? fields = null,
        CancellationToken cancellationToken = default)
    {
        var query = new Query([("from", Query.Text(from)), ("to", Query.Text(to)), ("step", step?.ToString()),
            ("fields", fields is null ? null : string.Join(',', fields))]);
        return _api.GetAsync($"{Path(code)}/series{query}", ApiJson.Wire.RegionSeries, cancellationToken);
    }

    /// <summary>
    /// The level that operators have the region show; a <see cref="ProblemException"/> of 404 where there is none. May be
    /// repeated.
    /// </summary>
    public Task<Tagged<OverrideView>> GetOverrideAsync(string code, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(code) + "/override", ApiJson.Wire.OverrideView, cancellationToken);

    /// <summary>Has the region show a level, until it expires or is taken back. May be repeated.</summary>
    public Task<Tagged<OverrideView>> PutOverrideAsync(
        string code, OverrideBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(code) + "/override", body, ApiJson.Requests.OverrideBody, ApiJson.Wire.OverrideView, expect, cancellationToken);

    /// <summary>Takes the override back.</summary>
    /// <param name="reason">Kept in the region's history.</param>
    public Task DeleteOverrideAsync(
        string code, string? reason = null, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync($"{Path(code)}/override{new Query([("reason", reason)])}", expect, cancellationToken);

    /// <summary>Sets back the clocks of the region and those below it that are ahead. May be repeated.</summary>
    /// <returns>Those that were ahead, the deepest first.</returns>
    public async Task<IReadOnlyList<ClockCorrectionView>> SetClockAsync(
        string code, SetClockBody body, CancellationToken cancellationToken = default)
    {
        var corrections = await _api.PostAsync(
            Path(code) + "/clock", body, ApiJson.Requests.SetClockBody, ApiJson.Wire.PageClockCorrectionView, cancellationToken)
            .ConfigureAwait(false);
        return corrections.Items;
    }

    private static Query Limit(int pageSize) => new([("limit", Query.Text(pageSize))]);

    private static string Path(string code) => "regions/" + ApiConnection.Segment(code);
}
