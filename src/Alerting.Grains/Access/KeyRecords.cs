using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Json;

namespace Alerting.Grains.Access;

/// <summary>What the audit log is told of keys and sessions: what administrators see of them, and so no secret and no hash.</summary>
internal static class KeyRecords
{
    /// <summary>A record of a change of a key.</summary>
    /// <param name="before">Null: it was not there.</param>
    /// <param name="after">Null: it is not there any more.</param>
    public static AuditRecord Of(Act act, DateTimeOffset at, string action, StoredKey? before, StoredKey? after) =>
        AuditRecord.Of(act, at, action, (after ?? before)!.Id, region: null, Shown(before), Shown(after));

    /// <summary>A record of a sign-in or of its end; what it was done to is the key.</summary>
    public static AuditRecord OfSession(Act act, DateTimeOffset at, string action, StoredSession session)
    {
        var shown = AuditValue.Of(("openedAt", Instants.Format(session.OpenedAt)), ("until", Instants.Format(session.Until)));
        var isOpened = action == AuditActions.SessionOpened;
        return AuditRecord.Of(act, at, action, session.KeyId, region: null, isOpened ? null : shown, isOpened ? shown : null);
    }

    private static string? Shown(StoredKey? key) => key is null ? null : AuditValue.Of(key.View(), ApiJson.Wire.KeyView);
}
