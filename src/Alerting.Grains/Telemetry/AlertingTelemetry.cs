using System.Diagnostics;

namespace Alerting.Grains;

/// <summary>The one source of the product's spans and the name of its meter.</summary>
public static class AlertingTelemetry
{
    public const string Name = "Alerting";

    public static ActivitySource Source { get; } = new(Name);
}
