using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Alerting.Grains.Audit;

/// <summary>What something was or is, as JSON for the audit log. What is given here must have no secrets.</summary>
internal static class AuditValue
{
    /// <summary>What is larger is told by its size alone: versions of it are kept by its owner.</summary>
    private const int MaxBytes = 64 << 10;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return json.Length <= MaxBytes ? Encoding.UTF8.GetString(json) : Write(writer => writer.WriteNumber("bytes", json.Length));
    }

    /// <summary>An object of some texts; those that are null are left out.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var stated = members.ToArray();
        return Write(writer =>
        {
            foreach (var (name, value) in stated)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }
        });
    }

    /// <summary>An object.</summary>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
