using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Server.Alerts;

/// <summary>A revision in its wire format, encoded once for all readers, with the properties that they filter by.</summary>
internal sealed class EncodedRevision
{
    private const int FixedBytes = 176;

    private static readonly JsonWriterOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly byte[] _event;
    private readonly int _jsonStart;

    private EncodedRevision(LedgerRevision revision, byte[] bytes, int jsonStart)
    {
        Seq = revision.Alert.Seq;
        Number = revision.Alert.Revision;
        Region = revision.Alert.Region.Code;
        UpdatedAt = revision.Alert.UpdatedAt;
        Status = revision.Alert.Status;
        Severity = revision.Alert.Severity;
        HighestBefore = revision.HighestBefore;
        _event = bytes;
        _jsonStart = jsonStart;
    }

    public long Seq { get; }

    /// <summary>Which revision of its alert it is, from 1.</summary>
    public int Number { get; }

    public string Region { get; }

    /// <summary>When the revision was made.</summary>
    public DateTimeOffset UpdatedAt { get; }

    public AlertStatus Status { get; }

    public Severity Severity { get; }

    /// <summary>The highest severity among the earlier revisions of the same alert; null when there are none.</summary>
    public Severity? HighestBefore { get; }

    /// <summary>As a server-sent event, with the empty line that ends it.</summary>
    public ReadOnlySpan<byte> Event => _event;

    /// <summary>The alert as JSON on one line.</summary>
    public ReadOnlySpan<byte> Json => _event.AsSpan(_jsonStart, _event.Length - _jsonStart - 2);

    /// <summary>The alert itself, read from its JSON.</summary>
    public Alert Decode() => JsonSerializer.Deserialize(Json, AlertJson.Wire.Alert)!;

    /// <summary>Approximate size in memory, in bytes.</summary>
    public int Size => _event.Length + FixedBytes;

    public static EncodedRevision Of(LedgerRevision revision)
    {
        var alert = revision.Alert;
        var output = new ArrayBufferWriter<byte>(2_048);
        output.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"id: {alert.Seq}\nevent: alert.{alert.Change.ToString().ToLowerInvariant()}\ndata: ")));
        var jsonStart = output.WrittenCount;
        using (var json = new Utf8JsonWriter(output, s_json))
        {
            JsonSerializer.Serialize(json, alert, AlertJson.Wire.Alert);
        }

        output.Write("\n\n"u8);
        return new EncodedRevision(revision, output.WrittenSpan.ToArray(), jsonStart);
    }
}
