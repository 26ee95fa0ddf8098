using Alerting.Json;
using Alerting.Places;

namespace Alerting.Client;

/// <summary>The towns that operators have put.</summary>
public sealed class PlacesClient
{
    private readonly ApiConnection _api;

    internal PlacesClient(ApiConnection api) => _api = api;

    /// <summary>What operators have put, by id; towns of the built-in gazetteer are not among them. May be repeated.</summary>
    /// <param name="region">Code of a region: those of it and below it; null: of all that the caller may see.</param>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    public IAsyncEnumerable<PlaceView> ListAsync(
        string? region = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync(
            "places", new Query([("region", region), ("limit", Query.Text(pageSize))]), ApiJson.Wire.PagePlaceView, cancellationToken);
}
