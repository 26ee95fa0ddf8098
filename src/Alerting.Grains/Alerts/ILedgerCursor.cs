namespace Alerting.Grains.Alerts;

/// <summary>How far a follower of the ledger has come.</summary>
internal interface ILedgerCursor
{
    /// <summary>The ledger is read up to this seq.</summary>
    long ScannedTo { get; }

    /// <summary>Whether the follower can take so many revisions more.</summary>
    bool HasRoomFor(int count);
}
