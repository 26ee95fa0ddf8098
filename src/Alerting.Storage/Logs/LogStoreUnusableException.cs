namespace Alerting.Storage.Logs;

/// <summary>Why a store that can be reached must not be used.</summary>
public enum LogStoreFault
{
    /// <summary>It is not the store that it was, or has lost data.</summary>
    Lost,

    /// <summary>Its data cannot be read.</summary>
    Damaged,

    /// <summary>Its settings do not keep data durable.</summary>
    Unsafe,
}

/// <summary>The store can be reached but must not be used. Only an operator can change that, so repeating the call is useless.</summary>
[GenerateSerializer, Alias("alerting.LogStoreUnusableException")]
public sealed class LogStoreUnusableException(LogStoreFault fault, string message, Exception? inner = null)
    : LogStoreUnavailableException(message, inner)
{
    /// <summary>What is wrong with it.</summary>
    [Id(0)] public LogStoreFault Fault { get; } = fault;

    /// <summary>This exception or the one among the causes of another, or null.</summary>
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
