using System.Globalization;
using System.Text;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>One request as it goes over the connection.</summary>
/// <param name="IsHead">The answer has no body.</param>
/// <param name="IsWhole">
/// It is framed as HTTP wants it, so it must be answered; of others the server may also close the connection.
/// </param>
internal sealed record FuzzRequest(byte[] Bytes, bool IsHead, bool IsWhole)
{
    /// <summary>Exactly what was sent: ASCII as it is, all else as <c>\xNN</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Bytes.Length);
        foreach (var b in Bytes)
        {
            _ = b is (>= 32 and < 127 and not (byte)'\\') or (byte)'\n'
                ? text.Append((char)b)
                : text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
        }

        return text.ToString();
    }
}
