using Alerting.Escalations;
using Orleans.Concurrency;

namespace Alerting.Grains.Escalations;

/// <summary>
/// What policies do about alerts: follows the ledger, and calls whom the steps name at their instants. Its key is <see cref="Key"/>.
/// </summary>
/// <remarks>Every call may be repeated after an error.</remarks>
[Alias("alerting.IEscalationGrain")]
public interface IEscalationGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "escalations";

    /// <summary>
    /// The policies that are in force. When this completes, they apply to every alert that is raised from now on, and those that are
    /// not among them are at work no more.
    /// </summary>
    /// <param name="revision">Of the catalogue; an older one than is known already changes nothing.</param>
    /// <param name="policies">All of them, deletions left out.</param>
    [Alias("Adopt"), AlwaysInterleave]
    Task AdoptAsync(long revision, IReadOnlyList<EscalationPolicyVersion> policies);

    /// <summary>The escalations of an alert, by policy; empty where there are none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<IReadOnlyList<AlertEscalation>> GetAsync(string alertId);
}
