using Alerting.Escalations;
using Alerting.Grains.Escalations;
using Alerting.Grains.Hosting;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.Escalations;

/// <summary>The escalation policies.</summary>
internal sealed class Policies(PolicyCache cache, RegionAccess access, IGrainFactory grains)
    : Definitions<IPolicyCatalogGrain, EscalationPolicy, EscalationPolicyVersion>(
        IPolicyCatalogGrain.Key, "policy", "policies", $"{LimitOptions.Section}:{nameof(LimitOptions.Policies)}", cache, access, grains);
