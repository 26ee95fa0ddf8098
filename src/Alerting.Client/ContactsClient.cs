using Alerting.Json;
using Alerting.OnCall;

namespace Alerting.Client;

/// <summary>Who can be called, and how.</summary>
public sealed class ContactsClient
{
    private readonly ApiConnection _api;

    internal ContactsClient(ApiConnection api) => _api = api;

    /// <summary>All that the caller may see, by id. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<ContactView> ListAsync(int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("contacts", Limit(pageSize), ApiJson.Wire.PageContactView, cancellationToken);

    /// <summary>A contact, without its secrets; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<ContactView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.ContactView, cancellationToken);

    /// <summary>Makes or replaces a contact. A secret that a channel leaves out stays what it was. May be repeated.</summary>
    public Task<Tagged<ContactView>> PutAsync(
        string id, ContactBody body, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.PutAsync(Path(id), body, ApiJson.Requests.ContactBody, ApiJson.Wire.ContactView, expect, cancellationToken);

    /// <summary>Deletes a contact. Refused with 409 <c>conflict</c> while a schedule or a policy names it.</summary>
    public Task DeleteAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), expect, cancellationToken);

    /// <summary>All versions of a contact, oldest first, deletions included. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<ContactVersionView> VersionsAsync(
        string id, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(Path(id) + "/versions", Limit(pageSize), ApiJson.Wire.PageContactVersionView, cancellationToken);

    private static Query Limit(int pageSize) => new([("limit", Query.Text(pageSize))]);

    private static string Path(string id) => "contacts/" + ApiConnection.Segment(id);
}
