using System.Net;
using Alerting.Access;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>Keys, for administrators who are limited to no regions, and who the caller is.</summary>
public sealed class KeysClient
{
    private readonly ApiConnection _api;

    internal KeysClient(ApiConnection api) => _api = api;

    /// <summary>The keys in the order in which they were created. May be repeated.</summary>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<KeyView> ListAsync(int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("keys", new Query([("limit", Query.Text(pageSize))]), ApiJson.Wire.PageKeyView, cancellationToken);

    /// <summary>A key; its tag is for <see cref="Expect.Unchanged"/>. May be repeated.</summary>
    public Task<Tagged<KeyView>> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetTaggedAsync(Path(id), ApiJson.Wire.KeyView, cancellationToken);

    /// <summary>Creates a key. The answer holds the key itself, which nobody can read again.</summary>
    public Task<IssuedKey> CreateAsync(KeyBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync("keys", body, ApiJson.Requests.KeyBody, ApiJson.Wire.IssuedKey, cancellationToken);

    /// <summary>Replaces a key by a new one of the same id; the old one stays valid for the grace.</summary>
    public Task<IssuedKey> RotateAsync(string id, RotateBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync(Path(id) + "/rotate", body, ApiJson.Requests.RotateBody, ApiJson.Wire.IssuedKey, cancellationToken);

    /// <summary>Revokes a key, and tells which subscriptions are disabled for it.</summary>
    public Task<RevokedKey> RevokeAsync(string id, Expect expect = default, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync(Path(id), ApiJson.Wire.RevokedKey, expect, cancellationToken);

    /// <summary>Who the caller is. May be repeated.</summary>
    public Task<SessionView> WhoAmIAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("session", ApiJson.Wire.SessionView, cancellationToken);

    /// <summary>
    /// Opens a session of 12 hours that acts for a key, and ends with it. The server answers with a cookie, so this is of use to
    /// clients that keep cookies, as browsers do.
    /// </summary>
    public async Task OpenSessionAsync(SessionBody body, CancellationToken cancellationToken = default)
    {
        using var content = ApiConnection.Content(body, ApiJson.Requests.SessionBody);
        using var response =
            await _api.SendAsync(HttpMethod.Post, "session", content, default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How people may sign in to the console, beside by a key. Takes no key. May be repeated.</summary>
    public Task<SignInMethods> SignInMethodsAsync(CancellationToken cancellationToken = default) =>
        _api.GetFromRootAsync("sign-in/methods", HttpStatusCode.OK, ApiJson.Wire.SignInMethods, cancellationToken);

    /// <summary>Ends the session.</summary>
    public Task EndSessionAsync(CancellationToken cancellationToken = default) => _api.DeleteAsync("session", default, cancellationToken);

    private static string Path(string id) => "keys/" + ApiConnection.Segment(id);
}
