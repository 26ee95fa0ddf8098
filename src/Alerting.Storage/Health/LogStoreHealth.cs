using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alerting.Storage.Health;

/// <summary>
/// What this process knows of its store. The store reports each success and failure here, and others ask before they
/// begin work that would be of no use. Each change is logged once. Safe for concurrent use.
/// </summary>
public sealed partial class LogStoreHealth(ILogger<LogStoreHealth>? logger = null) : ILogStoreHealth
{
    private readonly ILogger _logger = logger ?? NullLogger<LogStoreHealth>.Instance;
    private readonly Lock _gate = new();
    private volatile string? _writeFailure;
    private volatile LogStoreUnusableException? _unusable;
    private volatile IReadOnlyList<string> _warnings = [];

    /// <summary>
    /// Why the store must not be used until an operator has acted; null while there is no reason. It is the first reason
    /// found, or a worse one.
    /// </summary>
    public LogStoreUnusableException? Unusable => _unusable;

    /// <summary>Whether not even reading is allowed, because the store is not the one that it was or has lost data.</summary>
    public bool IsLost => _unusable is { Fault: LogStoreFault.Lost };

    /// <inheritdoc/>
    public string? WriteFailure => _unusable?.Message ?? _writeFailure;

    /// <summary>Settings and circumstances under which the store works but may lose data.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <inheritdoc/>
    public void EnsureWritable()
    {
        EnsureUsable();
        if (_writeFailure is { } failure)
        {
            throw new LogStoreUnavailableException(failure);
        }
    }

    internal void WriteSucceeded()
    {
        if (_writeFailure is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_writeFailure is not null)
            {
                _writeFailure = null;
                LogWritable();
            }
        }
    }

    internal void WriteFailed(string why)
    {
        lock (_gate)
        {
            if (_writeFailure is null)
            {
                LogNotWritable(why.TrimEnd('.'));
            }

            _writeFailure = why;
        }
    }

    /// <summary>Records a reason not to use the store. What is unsafe may become safe again; what is lost or damaged does not.</summary>
    internal void Found(LogStoreUnusableException unusable)
    {
        lock (_gate)
        {
            // A loss is worse than damage.
            if (_unusable is null || (unusable.Fault == LogStoreFault.Lost && !IsLost))
            {
                _unusable = unusable;
                LogUnusable(unusable.Message);
            }
        }
    }

    internal void FoundSafe()
    {
        lock (_gate)
        {
            if (_unusable is { Fault: LogStoreFault.Unsafe })
            {
                _unusable = null;
                LogUsable();
            }
        }
    }

    internal void Warn(IReadOnlyList<string> warnings)
    {
        lock (_gate)
        {
            foreach (var warning in warnings.Except(_warnings))
            {
                LogWarning(warning);
            }

            _warnings = warnings;
        }
    }

    internal void Accepted(string loss) => LogAccepted(loss);

    internal void Created(Guid id) => LogCreated(id);

    /// <exception cref="LogStoreUnusableException">The store must not be written.</exception>
    internal void EnsureUsable()
    {
        if (_unusable is { } unusable)
        {
            throw Again(unusable);
        }
    }

    /// <exception cref="LogStoreUnusableException">The store must not even be read.</exception>
    internal void EnsureReadable()
    {
        if (_unusable is { Fault: LogStoreFault.Lost } lost)
        {
            throw Again(lost);
        }
    }

    // A new object each time, since throwing writes the stack trace into the exception.
    private static LogStoreUnusableException Again(LogStoreUnusableException first) => new(first.Fault, first.Message);

    [LoggerMessage(EventId = 20, Level = LogLevel.Critical, Message = "{Problem}")]
    private partial void LogUnusable(string problem);

    [LoggerMessage(EventId = 21, Level = LogLevel.Error,
        Message = "Nothing can be stored: {Problem}. What is asked to be stored is answered with 503 until a write succeeds; "
            + "it is tried every second.")]
    private partial void LogNotWritable(string problem);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The log store can be written again.")]
    private partial void LogWritable();

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(EventId = 24, Level = LogLevel.Error, Message = "The loss is accepted, the store goes on with what is there: {Loss}")]
    private partial void LogAccepted(string loss);

    [LoggerMessage(EventId = 25, Level = LogLevel.Information, Message = "The log store was empty or had no identity; it is {Id} now.")]
    private partial void LogCreated(Guid id);

    [LoggerMessage(EventId = 26, Level = LogLevel.Information, Message = "The log store may be used again.")]
    private partial void LogUsable();
}
