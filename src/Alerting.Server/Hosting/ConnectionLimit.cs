using Alerting.Grains.Hosting;
using Alerting.Notifications.Webhooks;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>
/// Refuses connections before the process runs out of file descriptors, without which it could not serve the connections that it
/// has. Warns once at start if the operating system allows few.
/// </summary>
internal sealed partial class ConnectionLimit
{
    /// <summary>Below this many connections by default, an operator should know.</summary>
    private const int Few = 2_000;

    private readonly ILogger<ConnectionLimit> _logger;

    public ConnectionLimit(IOptions<ConnectionLimitOptions> options, IOptions<WebhookOptions> webhooks, ILogger<ConnectionLimit> logger)
    {
        _logger = logger;
        var budget = DescriptorBudget.OfThisProcess();
        Connections = options.Value.MaxConnections ?? budget.Connections;
        var deliveries = webhooks.Value.MaxConnections ?? budget.Deliveries;
        if (!budget.Fits(Connections, deliveries) || (options.Value.MaxConnections is null && Connections < Few))
        {
            LogFewDescriptors(budget.Limit ?? 0, Connections, deliveries, DescriptorBudget.ForProcess);
        }
    }

    /// <summary>How many may be open at one time.</summary>
    public int Connections { get; }

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<ConnectionLimitOptions>().BindConfiguration(ConnectionLimitOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<IConnectionListenerFactory, LimitedTransport>();
    }

    [LoggerMessage(
        EventId = 30,
        Level = LogLevel.Warning,
        Message = "The process may open {Limit} files and sockets: at most {Connections} connections of callers are taken and {Deliveries} "
            + "deliveries made at one time, {Own} are for the process itself. Raise the limit (ulimit -n, LimitNOFILE) for more.")]
    private partial void LogFewDescriptors(long limit, int connections, int deliveries, int own);
}
