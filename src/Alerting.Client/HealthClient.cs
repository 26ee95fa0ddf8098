using System.Net;
using Alerting.Json;

namespace Alerting.Client;

/// <summary>How the process fares that answers.</summary>
public sealed class HealthClient
{
    private readonly ApiConnection _api;

    internal HealthClient(ApiConnection api) => _api = api;

    /// <summary>Whether requests should go to the process, and why not. Takes no key. May be repeated.</summary>
    /// <exception cref="ProblemException">Something else answers there.</exception>
    public Task<Readiness> ReadyAsync(CancellationToken cancellationToken = default) =>
        _api.GetFromRootAsync("healthz/ready", HttpStatusCode.ServiceUnavailable, ApiJson.Wire.Readiness, cancellationToken);
}
