using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Access;
using Alerting.Json;

namespace Alerting.Grains.Access;

/// <summary>What the log of the keys holds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(KeyCreated), "created")]
[JsonDerivedType(typeof(KeyRevoked), "revoked")]
[JsonDerivedType(typeof(KeyRotated), "rotated")]
[JsonDerivedType(typeof(KeysUsed), "used")]
[JsonDerivedType(typeof(SessionOpened), "session-opened")]
[JsonDerivedType(typeof(SessionEnded), "session-ended")]
internal abstract record KeyEvent;

internal sealed record KeyCreated(StoredKey Key, Actor By) : KeyEvent;

internal sealed record KeyRevoked(string Id, DateTimeOffset At, Actor By) : KeyEvent;

/// <param name="Hash">Of the new key.</param>
/// <param name="FormerUntil">Until when the old one stays valid.</param>
internal sealed record KeyRotated(string Id, string Hash, DateTimeOffset FormerUntil, DateTimeOffset At, Actor By) : KeyEvent;

/// <param name="Ids">Of keys that were shown of late.</param>
internal sealed record KeysUsed(IReadOnlyList<string> Ids, DateTimeOffset At) : KeyEvent;

internal sealed record SessionOpened(StoredSession Session) : KeyEvent;

internal sealed record SessionEnded(string Hash, DateTimeOffset At) : KeyEvent;

/// <summary>Everything that the events amount to.</summary>
internal sealed record KeySnapshot(long Revision, IReadOnlyList<StoredKey> Keys, IReadOnlyList<StoredSession> Sessions);

[JsonSerializable(typeof(List<KeyEvent>))]
[JsonSerializable(typeof(StoredKey))]
[JsonSerializable(typeof(KeySnapshot))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(KebabCaseEnumConverter<Role>), typeof(KebabCaseEnumConverter<SubjectKind>)])]
internal sealed partial class KeyJson : JsonSerializerContext
{
    /// <summary>The events of an entry of the log; entries of before keys could be revoked are the created key alone.</summary>
    public static List<KeyEvent> Read(ReadOnlySpan<byte> entry) =>
        entry is [(byte)'{', ..]
            ? [new KeyCreated(JsonSerializer.Deserialize(entry, Default.StoredKey)!, Alerting.Access.Actor.System)]
            : JsonSerializer.Deserialize(entry, Default.ListKeyEvent)!;

    public static byte[] Write(List<KeyEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events, Default.ListKeyEvent);
}
