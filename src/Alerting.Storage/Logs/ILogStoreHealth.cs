namespace Alerting.Storage.Logs;

/// <summary>What this process knows of its store without asking it.</summary>
public interface ILogStoreHealth
{
    /// <summary>Why nothing can be written now; null as long as writing succeeds.</summary>
    string? WriteFailure { get; }

    /// <summary>Throws at once if a write would fail anyway.</summary>
    /// <exception cref="LogStoreUnusableException">The store must not be written until an operator has acted.</exception>
    /// <exception cref="LogStoreUnavailableException">The last write failed and none has succeeded since.</exception>
    void EnsureWritable();
}
