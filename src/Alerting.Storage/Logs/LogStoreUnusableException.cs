namespace Alerting.Storage.Logs;

/// <summary>Why a store that is there must not be used.</summary>
public enum LogStoreFault
{
    /// <summary>It does not hold what it held, or is not the one that it was.</summary>
    Lost,

    /// <summary>What it holds cannot be read.</summary>
    Damaged,

    /// <summary>Its settings do not keep what is stored.</summary>
    Unsafe,
}

/// <summary>The store is there but must not be used. Only an operator can change that: to repeat is of no use.</summary>
[GenerateSerializer, Alias("alerting.LogStoreUnusableException")]
public sealed class LogStoreUnusableException(LogStoreFault fault, string message, Exception? inner = null)
    : LogStoreUnavailableException(message, inner)
{
    /// <summary>What is wrong with it.</summary>
    [Id(0)] public LogStoreFault Fault { get; } = fault;

    /// <summary>The one among the causes of a failure, or null.</summary>
    public static LogStoreUnusableException? Among(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is LogStoreUnusableException unusable)
            {
                return unusable;
            }
        }

        return null;
    }
}
