using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Hosting;

/// <summary>How many connections are accepted; part of section <c>Alerting:Http</c>.</summary>
public sealed class ConnectionLimitOptions
{
    public const string Section = "Alerting:Http";

    /// <summary>
    /// Connections that callers may have open at one time, live feeds included; one more is closed as soon as it is opened.
    /// 1..1,000,000. Not set: three quarters of the file descriptors that the process may open and does not need itself,
    /// 16..20,000 (<see cref="Alerting.Grains.Hosting.DescriptorBudget.Connections"/>).
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxConnections { get; set; }
}
