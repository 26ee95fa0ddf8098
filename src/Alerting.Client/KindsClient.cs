using Alerting.Json;
using Alerting.Kinds;

namespace Alerting.Client;

/// <summary>The catalogue of kinds of incidents.</summary>
public sealed class KindsClient
{
    private readonly ApiConnection _api;

    internal KindsClient(ApiConnection api) => _api = api;

    /// <summary>The kinds, with family, weight and what ACLED and UCDP call them. May be repeated.</summary>
    public IAsyncEnumerable<Kind> ListAsync(CancellationToken cancellationToken = default) =>
        _api.ListAsync("kinds", new Query([("limit", "1000")]), ApiJson.Wire.PageKind, cancellationToken);
}
