using Microsoft.Extensions.Options;

namespace Alerting.Server.Audit;

/// <summary>Section <c>Alerting:Audit</c> of the configuration.</summary>
public sealed class AuditOptions
{
    public const string Section = "Alerting:Audit";

    /// <summary>ISO 8601, above zero; how long entries of the audit log are kept. Default P400D.</summary>
    public string Retention { get; set; } = "P400D";
}

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        Duration.TryParse(options.Retention, out var kept) && kept.Ticks > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{AuditOptions.Section}:Retention must be an ISO 8601 duration above zero such as P400D.");
}
