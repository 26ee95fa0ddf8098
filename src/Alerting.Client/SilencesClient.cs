using Alerting.Json;
using Alerting.Silences;

namespace Alerting.Client;

/// <summary>Silences, which hold deliveries back, and what they held.</summary>
public sealed class SilencesClient
{
    private readonly ApiConnection _api;

    internal SilencesClient(ApiConnection api) => _api = api;

    /// <summary>The silences by id. May be repeated.</summary>
    /// <param name="status">Only those of this status.</param>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<SilenceView> ListAsync(
        SilenceStatus? status = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(
            "silences", new Query([("status", Query.Text(status)), ("limit", Query.Text(pageSize))]), ApiJson.Wire.PageSilenceView,
            cancellationToken);

    /// <summary>A silence; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<SilenceView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.SilenceView, cancellationToken);

    /// <summary>Makes a silence of an id of its own.</summary>
    public Task<SilenceView> CreateAsync(SilenceBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync("silences", body, ApiJson.Requests.SilenceBody, ApiJson.Wire.SilenceView, cancellationToken);

    /// <summary>Makes or replaces a silence; every process goes by it within a second. May be repeated.</summary>
    public Task<Tagged<SilenceView>> PutAsync(
        string id, SilenceBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.SilenceBody, ApiJson.Wire.SilenceView, expect, cancellationToken);

    /// <summary>Ends and deletes a silence: alerts still open are delivered as they then stand, and what it held is kept.</summary>
    public Task DeleteAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), expect, cancellationToken);

    /// <summary>All versions of a silence, oldest first, deletions included. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<SilenceVersion> VersionsAsync(string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(id) + "/versions", Limit(pageSize), ApiJson.Wire.PageSilenceVersion, cancellationToken);

    /// <summary>What a silence held back, by subscription and place in the ledger. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<HeldDelivery> HeldAsync(string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(id) + "/held", Limit(pageSize), ApiJson.Wire.PageHeldDelivery, cancellationToken);

    private static Query Limit(int pageSize) => new([("limit", Query.Text(pageSize))]);

    private static string Path(string id) => "silences/" + ApiConnection.Segment(id);
}
