namespace Alerting.Grains.Alerts;

/// <summary>Positions (<c>seq</c>) in a ledger whose oldest revisions were removed.</summary>
public static class LedgerPositions
{
    /// <summary>Whether whoever has everything up to a position can read on without a gap.</summary>
    /// <param name="seq">That position; 0 for nothing.</param>
    /// <param name="first">The position of the oldest revision that is kept: <see cref="IAlertLedgerGrain.FirstAsync"/>.</param>
    public static bool CanReadAfter(long seq, long first) => seq >= first - 1;
}
