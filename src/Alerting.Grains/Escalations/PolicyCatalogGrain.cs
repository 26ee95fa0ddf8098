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
internal sealed class PolicyCatalogGrain : DefinitionCatalogGrain<EscalationPolicy, EscalationPolicyVersion>, IPolicyCatalogGrain
{
    // After this time whoever changes a policy gets an error; the change stands, and is handed over as soon as that can be.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly PolicyCache _cache;
    private readonly PolicyRollout _rollout;

    public PolicyCatalogGrain(IServiceProvider services, ILogger<PolicyCatalogGrain> logger)
        : base(
            services, logger, LogOwners.Policies, AlertJson.Wire.IReadOnlyListEscalationPolicyVersion,
            services.GetRequiredService<IOptions<LimitOptions>>().Value.Policies)
    {
        _cache = services.GetRequiredService<PolicyCache>();
        _rollout = new PolicyRollout(
            LogName, services.GetRequiredService<IGrainFactory>().GetGrain<IEscalationGrain>(IEscalationGrain.Key),
            services.GetRequiredService<Backoff>(), logger, Stopping);
    }

    /// <summary>The rollout was not finished when the activation before ended.</summary>
    protected override Task OnWakeAsync()
    {
        RollOut();
        return Task.CompletedTask;
    }

    public override long? WakeAt() => _rollout.IsUnderWay ? WallNow : base.WakeAt();

    protected override void Published()
    {
        _cache.Changed();
        RollOut();
    }

    protected override async Task RecoveredAsync(CancellationToken cancellationToken)
    {
        await base.RecoveredAsync(cancellationToken);
        if (Committed > 0)
        {
            RollOut();
        }
    }

    /// <summary>A policy that was answered applies to every alert that is raised afterwards, and one that was deleted to none.</summary>
    /// <exception cref="TimeoutException">The escalations cannot be reached.</exception>
    protected override Task ReachesAllAsync() => _rollout.ReachesAsync().WaitAsync(s_maxWait, Clock);

    private void RollOut() =>
        _rollout.Start(Known.Durable.Revision, [.. Known.Durable.Versions.Where(static version => version.Definition is not null)]);

    protected override EscalationPolicyVersion Make(
        string id, int version, EscalationPolicy? definition, DateTimeOffset at, string author) => new(id, version, definition, at, author);

    protected override AuditedVersion Describe(EscalationPolicyVersion version) => new(
        AuditActions.Policy, AuditedVersion.OneOf(version.Definition!.Regions),
        AuditValue.Of(version.Definition, AlertJson.Wire.EscalationPolicy));
}
