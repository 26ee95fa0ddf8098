using Alerting.Backtests;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>What thresholds would have done.</summary>
public sealed class BacktestsClient
{
    private readonly ApiConnection _api;

    internal BacktestsClient(ApiConnection api) => _api = api;

    /// <summary>Runs reports, given or stored, through the engine that runs live. Changes nothing; may be repeated.</summary>
    /// <param name="revisions">Whether the revisions of each alert are told.</param>
    /// <param name="levels">Whether the changes of levels are told.</param>
    /// <param name="odds">Whether it is told how many alerts each threshold brings.</param>
    public Task<BacktestAnswer> RunAsync(
        BacktestBody body, bool revisions = true, bool levels = true, bool odds = false, CancellationToken cancellationToken = default)
    {
        string?[] parts = [revisions ? "revisions" : null, levels ? "levels" : null, odds ? "odds" : null];
        var query = new Query([("include", string.Join(',', parts.Where(static part => part is not null)))]);
        return _api.PostAsync("backtests" + query, body, ApiJson.Requests.BacktestBody, ApiJson.Wire.BacktestAnswer, cancellationToken);
    }
}
