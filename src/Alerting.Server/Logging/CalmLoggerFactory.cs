using System.Globalization;

namespace Alerting.Server.Logging;

/// <summary>Creates loggers that log failures of the store in one line without stack traces, and not again and again.</summary>
internal sealed class CalmLoggerFactory(ILoggerFactory inner, TimeProvider clock) : ILoggerFactory
{
    private readonly RepeatedFailures _failures = new(clock);

    public static void Use(IServiceCollection services)
    {
        services.AddSingleton<LoggerFactory>();
        services.AddSingleton<ILoggerFactory>(static provider =>
            new CalmLoggerFactory(provider.GetRequiredService<LoggerFactory>(), TimeProvider.System));
    }

    public ILogger CreateLogger(string categoryName) => new CalmLogger(inner.CreateLogger(categoryName), categoryName, _failures);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class CalmLogger(ILogger inner, string category, RepeatedFailures failures) : ILogger
    {
        // Not logged: the last line of the process says why it could not start.
        private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
        private const int StartFailed = 11;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (exception is null || logLevel < LogLevel.Information)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
            else if (RepeatedFailures.CauseOf(exception) is { } cause)
            {
                if (inner.IsEnabled(logLevel) && failures.Admits(cause, out var leftOut))
                {
                    var repeated = leftOut == 0
                        ? ""
                        : string.Create(CultureInfo.InvariantCulture, $" ({leftOut} more of this cause were left out.)");
                    inner.Log(logLevel, eventId, $"{formatter(state, null)} {cause}{repeated}", null, static (text, _) => text);
                }
            }
            else if (category != HostCategory || eventId.Id != StartFailed)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
