using Alerting.Server.Escalations;

namespace Alerting.Server.Access.Guards;

/// <summary>The policy that the address names.</summary>
internal sealed class PolicyGuard(Policies policies) : ScopedGuard
{
    public override Resource Resource => Resource.Policy;

    protected override Task<IReadOnlyList<string>?> RegionsAsync(string id) => policies.RegionsOfAsync(id);
}
