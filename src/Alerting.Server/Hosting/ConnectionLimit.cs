using Alerting.Grains.Hosting;
using Alerting.Grains.Subscriptions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>
/// Refuses connections before the process is out of file descriptors, with which it could not go on serving those that it
/// has; and says so at start, once, where the operating system allows it few.
/// </summary>
internal sealed partial class ConnectionLimit(
    IOptions<ConnectionLimitOptions> options, IOptions<WebhookOptions> webhooks, ILogger<ConnectionLimit> logger)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Below this many connections by default, an operator should know.</summary>
    private const int Few = 2_000;

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<ConnectionLimitOptions>().BindConfiguration(ConnectionLimitOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ConnectionLimit>();
    }

    public void Configure(KestrelServerOptions kestrel)
    {
        var budget = DescriptorBudget.OfThisProcess();
        var connections = options.Value.MaxConnections ?? budget.Connections;
        var deliveries = webhooks.Value.MaxConnections ?? budget.Deliveries;
        kestrel.Limits.MaxConcurrentConnections = connections;
        if (!budget.Fits(connections, deliveries) || (options.Value.MaxConnections is null && connections < Few))
        {
            LogFewDescriptors(budget.Limit ?? 0, connections, deliveries, DescriptorBudget.ForProcess);
        }
    }

    [LoggerMessage(
        EventId = 30,
        Level = LogLevel.Warning,
        Message = "The process may open {Limit} files and sockets: at most {Connections} connections of callers are taken and {Deliveries} "
            + "deliveries made at one time, {Own} are for the process itself. Raise the limit (ulimit -n, LimitNOFILE) for more.")]
    private partial void LogFewDescriptors(long limit, int connections, int deliveries, int own);
}
