using Alerting.Handovers;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>What a shift hands over to the next.</summary>
public sealed class HandoverClient
{
    private const string Markdown = "text/markdown";

    private readonly ApiConnection _api;

    internal HandoverClient(ApiConnection api) => _api = api;

    /// <summary>What there is to hand over. May be repeated.</summary>
    /// <param name="since">Since when it tells what has ended and gone wrong; null: 12 h ago.</param>
    /// <param name="regions">Codes, each with its subtree; null: all that one may access.</param>
    public Task<Handover> GetAsync(
        DateTimeOffset? since = null, IReadOnlyList<string>? regions = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(Path(since, regions), ApiJson.Wire.Handover, cancellationToken);

    /// <summary>The same as Markdown, for the log of the shift. May be repeated.</summary>
    /// <param name="since">As in <see cref="GetAsync"/>.</param>
    /// <param name="regions">As in <see cref="GetAsync"/>.</param>
    public async Task<string> GetMarkdownAsync(
        DateTimeOffset? since = null, IReadOnlyList<string>? regions = null, CancellationToken cancellationToken = default)
    {
        using var response = await _api.SendAsync(
            HttpMethod.Get, Path(since, regions), null, default, cancellationToken, Markdown).ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Path(DateTimeOffset? since, IReadOnlyList<string>? regions) => "handover" + new Query(
        [("since", since is { } at ? Instants.Format(at) : null), ("regions", regions is { Count: > 0 } ? string.Join(',', regions) : null)]);
}
