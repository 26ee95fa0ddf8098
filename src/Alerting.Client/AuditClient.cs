using Alerting.Audit;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>Who has changed what, for auditors and administrators.</summary>
public sealed class AuditClient
{
    private readonly ApiConnection _api;

    internal AuditClient(ApiConnection api) => _api = api;

    /// <summary>
    /// The entries in their order, up to the last one there is. To follow the log, ask again after the last entry's seq. May be
    /// repeated.
    /// </summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="pageSize">How many are asked for at a time, 1..1,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">The server refuses; 410 where what follows was removed by age.</exception>
    public IAsyncEnumerable<AuditEntry> ListAsync(
        AuditFilter? filter = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.ListAsync("audit", (filter ?? new AuditFilter()).ToQuery(pageSize), ApiJson.Wire.PageAuditEntry, cancellationToken);
}

/// <summary>Which entries of the audit log to read.</summary>
public sealed record AuditFilter
{
    /// <summary>Id or name of who did it; null: anybody.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done, such as threshold.replaced, or its noun alone; null: anything.</summary>
    public string? Action { get; init; }

    /// <summary>What it was done to; null: anything.</summary>
    public string? Target { get; init; }

    /// <summary>Code of a region, with its subtree; null: all.</summary>
    public string? Region { get; init; }

    /// <summary>Only entries after this seq; null: all that are left.</summary>
    public long? After { get; init; }

    internal Query ToQuery(int pageSize) => new(
    [
        ("actor", Actor), ("action", Action), ("target", Target), ("region", Region), ("after", Query.Text(After)),
        ("limit", Query.Text(pageSize)),
    ]);
}
