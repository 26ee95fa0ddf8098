using Alerting.Escalations;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>Who is called of an alert, and who next when nobody acknowledges it.</summary>
public sealed class PoliciesClient
{
    private readonly ApiConnection _api;

    internal PoliciesClient(ApiConnection api) => _api = api;

    /// <summary>All that the caller may see, by id. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<PolicyView> ListAsync(int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("policies", Limit(pageSize), ApiJson.Wire.PagePolicyView, cancellationToken);

    /// <summary>An escalation policy; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<PolicyView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.PolicyView, cancellationToken);

    /// <summary>Makes or replaces an escalation policy; every process goes by it within a second. May be repeated.</summary>
    public Task<Tagged<PolicyView>> PutAsync(
        string id, PolicyBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.PolicyBody, ApiJson.Wire.PolicyView, expect, cancellationToken);

    /// <summary>Deletes an escalation policy.</summary>
    public Task DeleteAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), expect, cancellationToken);

    /// <summary>All versions of an escalation policy, oldest first, deletions included. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<EscalationPolicyVersion> VersionsAsync(
        string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(id) + "/versions", Limit(pageSize), ApiJson.Wire.PageEscalationPolicyVersion, cancellationToken);

    private static Query Limit(int pageSize) => new([("limit", Query.Text(pageSize))]);

    private static string Path(string id) => "policies/" + ApiConnection.Segment(id);
}
