using Alerting.Escalations;
using Alerting.Grains.Catalogs;

namespace Alerting.Grains.Escalations;

/// <summary>All escalation policies, with all versions. The key is <see cref="Key"/>.</summary>
[Alias("alerting.IPolicyCatalogGrain")]
public interface IPolicyCatalogGrain : IDefinitionCatalogGrain<EscalationPolicy, EscalationPolicyVersion>
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "policies";
}
