using System.Globalization;
using Alerting.Grains.Access;
using Alerting.Server.Http;

namespace Alerting.Server.Access.Keys;

/// <summary>The entity tag of a key: of its version, and of when it was used last, which its view shows.</summary>
internal static class KeyTag
{
    public static string Of(StoredKey key) => key.LastUsedAt is { } used
        ? string.Create(CultureInfo.InvariantCulture, $"\"{key.Version}-{used.UtcTicks:x}\"")
        : Precondition.TagOf(key.Version);
}
