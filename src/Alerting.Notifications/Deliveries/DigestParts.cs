using Alerting.Alerts;

namespace Alerting.Notifications.Deliveries;

/// <summary>What a digest tells.</summary>
/// <param name="Alerts">Of each alert the newest revision, by seq; the last is the one that the digest is listed as.</param>
/// <param name="Revisions">How many revisions it tells, those before the newest ones too.</param>
/// <param name="Cause">Why it is one.</param>
/// <param name="MostPerMinute">In a storm, the limit that was exceeded; null otherwise.</param>
internal sealed record DigestParts(IReadOnlyList<DigestPart> Alerts, int Revisions, DigestCause Cause, int? MostPerMinute = null);

/// <summary>An alert in a digest.</summary>
/// <param name="Seq">Position in the ledger of the revision that is told.</param>
/// <param name="Change">What that revision is.</param>
internal sealed record DigestPart(long Seq, string AlertId, AlertChange Change);

/// <summary>Why something is told in a digest.</summary>
internal enum DigestCause : byte
{
    /// <summary>The subscription asks for digests.</summary>
    Mode = 0,

    /// <summary>There are more messages in a minute than it asks for.</summary>
    Storm = 1,
}
