using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Alerting.Alerts;
using Alerting.Json;

namespace Alerting.Grains.Alerts;

/// <summary>An entry of the ledger's log: revisions with their seq, together with the cursors that they advance.</summary>
/// <remarks>With plain setters: the source-generated reader leaves no default of an <c>init</c> member that an older entry lacks.</remarks>
internal sealed record LedgerEntry
{
    /// <summary>Version of the format.</summary>
    public int V { get; set; } = 1;

    public List<Alert> Revisions { get; set; } = [];

    /// <summary>For each region in it, the sequence of the region's log up to which the ledger has its revisions.</summary>
    public Dictionary<string, long> Regions { get; set; } = [];

    /// <summary>Followers from now on, with the seq after which they do.</summary>
    public Dictionary<string, long> Follow { get; set; } = [];

    public List<string> Unfollow { get; set; } = [];

    public static LedgerEntry Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, LedgerJson.Entry)!;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Entry);

    [JsonIgnore]
    public bool IsEmpty => Revisions.Count == 0 && Regions.Count == 0 && Follow.Count == 0 && Unfollow.Count == 0;
}

[JsonSerializable(typeof(LedgerEntry))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    private static JsonTypeInfo<LedgerEntry>? s_entry;

    /// <summary>How entries are stored: alerts as everywhere, so that no enumeration is a number here that has a name elsewhere.</summary>
    public static JsonTypeInfo<LedgerEntry> Entry =>
        s_entry ??= (JsonTypeInfo<LedgerEntry>)new JsonSerializerOptions(AlertJson.Wire.Options)
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = Default.WithAddedModifier(AlertJson.LeaveOutLinks),
        }.GetTypeInfo(typeof(LedgerEntry));
}
