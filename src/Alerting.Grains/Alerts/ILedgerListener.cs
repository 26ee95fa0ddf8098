using Alerting.Alerts;

namespace Alerting.Grains.Alerts;

/// <summary>Takes what a <see cref="LedgerTail"/> reads. Its members are not called concurrently, and must not throw.</summary>
public interface ILedgerListener
{
    /// <summary>Whether anybody wants the revisions themselves; else only the head of the ledger is asked for.</summary>
    bool WantsRevisions { get; }

    /// <summary>The ledger holds everything up to a <c>seq</c> that is new to the listener.</summary>
    /// <param name="through">That <c>seq</c>.</param>
    /// <param name="revisions">
    /// The revisions up to it since the last call, without a gap; empty when the listener did not want them.
    /// </param>
    void OnAdvanced(long through, IReadOnlyList<LedgerRevision> revisions);
}
