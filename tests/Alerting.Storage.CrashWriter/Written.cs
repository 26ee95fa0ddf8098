using System.Globalization;

namespace Alerting.Storage.CrashWriter;

/// <summary>What the writer writes, such that the reader can tell from the name whether the content is right.</summary>
public static class Written
{
    public const int Logs = 48;
    public const string SnapshotLog = "snapshots";

    public static string Log(int number) => string.Create(CultureInfo.InvariantCulture, $"log:{number}");

    /// <summary>The bytes of the id over and over, 0 to 4 KB of them.</summary>
    public static byte[] Payload(Guid id)
    {
        var bytes = id.ToByteArray();
        var payload = new byte[bytes[0] * bytes.Length];
        for (var start = 0; start < payload.Length; start += bytes.Length)
        {
            bytes.CopyTo(payload, start);
        }

        return payload;
    }

    public static long? WakeAt(long sequence) => sequence % 3 == 0 ? null : sequence;

    /// <summary>More than one chunk of whatever the store writes at once.</summary>
    public static byte[] State(long sequence)
    {
        var state = new byte[1_500_000];
        state.AsSpan().Fill((byte)sequence);
        return state;
    }
}
