using Alerting.Json;
using Alerting.Subscriptions;

namespace Alerting.Client;

/// <summary>Subscriptions of security desks, and what was delivered to them.</summary>
public sealed class SubscriptionsClient
{
    private readonly ApiConnection _api;

    internal SubscriptionsClient(ApiConnection api) => _api = api;

    /// <summary>The subscriptions by id, without their secrets. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<SubscriptionView> ListAsync(int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("subscriptions", new Query([("limit", Query.Text(pageSize))]), ApiJson.Wire.PageSubscriptionView, cancellationToken);

    /// <summary>A subscription; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<SubscriptionView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.SubscriptionView, cancellationToken);

    /// <summary>Creates or replaces a subscription; a new one starts at the present end of the ledger. May be repeated.</summary>
    public Task<Tagged<SubscriptionView>> PutAsync(
        string id, SubscriptionBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.SubscriptionBody, ApiJson.Wire.SubscriptionView, expect, cancellationToken);

    /// <summary>Deletes a subscription.</summary>
    public Task DeleteAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), expect, cancellationToken);

    /// <summary>What was delivered and what not yet, in the order of the ledger. May be repeated.</summary>
    /// <param name="status">Only deliveries of this status.</param>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<Delivery> DeliveriesAsync(
        string id, DeliveryStatus? status = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(
            Path(id) + "/deliveries", new Query([("status", Query.Text(status)), ("limit", Query.Text(pageSize))]),
            ApiJson.Wire.PageDelivery, cancellationToken);

    /// <summary>Delivers again: one, or everything from a place or time on, or all that are dead.</summary>
    /// <returns>How many are sent for this.</returns>
    public async Task<int> ReplayAsync(string id, ReplayBody body, CancellationToken cancellationToken = default)
    {
        var answer = await _api.PostAsync(
            Path(id) + "/replay", body, ApiJson.Requests.ReplayBody, ApiJson.Wire.ReplayAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Replayed;
    }

    /// <summary>Sends a test to the subscription's receiver; answered when that has answered.</summary>
    public Task<SubscriptionTestResult> TestAsync(string id, CancellationToken cancellationToken = default) =>
        _api.PostAsync(Path(id) + "/test", null, ApiJson.Wire.SubscriptionTestResult, cancellationToken);

    private static string Path(string id) => "subscriptions/" + ApiConnection.Segment(id);
}
