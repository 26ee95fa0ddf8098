using Alerting.Backtests;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Client;

/// <summary>Thresholds, as operators tune them.</summary>
public sealed class ThresholdsClient
{
    private readonly ApiConnection _api;

    internal ThresholdsClient(ApiConnection api) => _api = api;

    /// <summary>The thresholds, disabled ones included, by id. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<ThresholdView> ListAsync(int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("thresholds", Limit(pageSize), ApiJson.Wire.PageThresholdView, cancellationToken);

    /// <summary>A threshold; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<ThresholdView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.ThresholdView, cancellationToken);

    /// <summary>All versions of a threshold, oldest first, deletions included. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<ThresholdVersion> VersionsAsync(string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(id) + "/versions", Limit(pageSize), ApiJson.Wire.PageThresholdVersion, cancellationToken);

    /// <summary>Creates or replaces a threshold; regions judge by it within a second. May be repeated.</summary>
    public Task<Tagged<ThresholdView>> PutAsync(
        string id, ThresholdBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.ThresholdBody, ApiJson.Wire.ThresholdView, expect, cancellationToken);

    /// <summary>Deletes a threshold: its open alerts are cleared, its versions are kept.</summary>
    /// <param name="reason">Kept with the version.</param>
    public Task DeleteAsync(string id, string? reason = null, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync($"{Path(id)}{new Query([("reason", reason)])}", expect, cancellationToken);

    /// <summary>
    /// What a draft would have raised in the stored history, beside the version in force, and how often chance alone makes it fire.
    /// Changes nothing.
    /// </summary>
    /// <param name="days">How many days back, 1..7,300.</param>
    /// <param name="clock">When the facts of the history count.</param>
    public Task<PreviewAnswer> PreviewAsync(
        string id, ThresholdBody draft, int days = 30, HistoryClock clock = HistoryClock.Recorded,
        CancellationToken cancellationToken = default) =>
        _api.PostAsync(
            $"{Path(id)}/preview{new Query([("days", Query.Text(days)), ("clock", EnumNames.ToName(clock))])}",
            draft, ApiJson.Requests.ThresholdBody,
                ApiJson.Wire.PreviewAnswer,
            cancellationToken);

    /// <summary>What desks made of the alerts that a threshold has raised. May be repeated.</summary>
    /// <param name="days">How many days back, 1..366.</param>
    public Task<ThresholdRecord> RecordAsync(string id, int days = 28, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"{Path(id)}/record{new Query([("days", Query.Text(days))])}", ApiJson.Wire.ThresholdRecord, cancellationToken);

    private static Query Limit(int pageSize) => new([("limit", Query.Text(pageSize))]);

    private static string Path(string id) => "thresholds/" + ApiConnection.Segment(id);
}
