namespace Alerting.Benchmarks;

/// <summary>Something is slower than it may be.</summary>
internal sealed class RegressionException(string message) : Exception(message);
