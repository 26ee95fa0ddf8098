using Alerting.Escalations;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Escalations;

/// <summary>The escalation policies as this silo knows them.</summary>
public sealed class PolicyCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<PolicyCache> logger)
    : DefinitionCache<IPolicyCatalogGrain, EscalationPolicy, EscalationPolicyVersion>(
        IPolicyCatalogGrain.Key, grains, deployment, clock, lifetime, logger);
