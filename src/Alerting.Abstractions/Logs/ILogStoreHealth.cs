namespace Alerting.Logs;

/// <summary>What this process knows of its store without asking it.</summary>
public interface ILogStoreHealth
{
    /// <summary>Why nothing can be written now; null as long as writing succeeds.</summary>
    string? WriteFailure { get; }
}
