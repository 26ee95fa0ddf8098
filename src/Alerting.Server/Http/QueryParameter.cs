namespace Alerting.Server.Http;

/// <summary>A query parameter that the handler of a route reads for itself instead of having it bound.</summary>
internal sealed record QueryParameter(string Name);
