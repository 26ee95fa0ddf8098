using Alerting.Json;
using Alerting.Silences;

namespace Alerting.Client;

/// <summary>What holds deliveries back for a time, and what it held back.</summary>
public sealed class SilencesClient
{
    private readonly ApiConnection _api;

    internal SilencesClient(ApiConnection api) => _api = api;

    /// <summary>The silences by id, ended ones too as long as they are kept. May be repeated.</summary>
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

    /// <summary>Makes a silence of an id that the server finds.</summary>
    public Task<SilenceView> CreateAsync(SilenceBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync("silences", body, ApiJson.Requests.SilenceBody, ApiJson.Wire.SilenceView, cancellationToken);

    /// <summary>Creates or replaces a silence; every process goes by it within a second. May be repeated.</summary>
    public Task<Tagged<SilenceView>> PutAsync(
        string id, SilenceBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.SilenceBody, ApiJson.Wire.SilenceView, expect, cancellationToken);

    /// <summary>Deletes a silence: it holds nothing back any more, what it held is kept.</summary>
    public Task DeleteAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), expect, cancellationToken);

    /// <summary>What a silence held back, by subscription, then seq; also of one that is deleted. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<HeldDelivery> HeldAsync(string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(
            Path(id) + "/held", new Query([("limit", Query.Text(pageSize))]), ApiJson.Wire.PageHeldDelivery, cancellationToken);

    private static string Path(string id) => "silences/" + ApiConnection.Segment(id);
}
