using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>The services that every part working on a log needs.</summary>
/// <param name="Name">Name of the log.</param>
internal sealed record LogServices(string Name, ILogStore Store, TimeProvider Clock, ILogger Logger)
{
    /// <summary>UTC ticks by the wall clock.</summary>
    public long Now => Clock.GetUtcNow().UtcTicks;
}
