using Alerting.Audit;
using Alerting.Escalations;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Escalations;

/// <summary>Keeps the escalation policies.</summary>
[Reentrant]
internal sealed class PolicyCatalogGrain(IServiceProvider services, ILogger<PolicyCatalogGrain> logger)
    : DefinitionCatalogGrain<EscalationPolicy, EscalationPolicyVersion>(
        services, logger, LogOwners.Policies, AlertJson.Wire.IReadOnlyListEscalationPolicyVersion,
        services.GetRequiredService<IOptions<LimitOptions>>().Value.Policies), IPolicyCatalogGrain
{
    private readonly PolicyCache _cache = services.GetRequiredService<PolicyCache>();

    protected override void Published() => _cache.Changed();

    protected override EscalationPolicyVersion Make(
        string id, int version, EscalationPolicy? definition, DateTimeOffset at, string author) => new(id, version, definition, at, author);

    protected override AuditedVersion Describe(EscalationPolicyVersion version) => new(
        AuditActions.Policy, AuditedVersion.OneOf(version.Definition!.Regions),
        AuditValue.Of(version.Definition, AlertJson.Wire.EscalationPolicy));
}
