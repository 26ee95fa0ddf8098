using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Alerting.Alerts;

namespace Alerting.Engine.Alerts;

/// <summary>A hash of what an alert shows of quiet sources. It is stored in snapshots, so it is the same in every process.</summary>
internal static class QuietHash
{
    public static ulong Of(IReadOnlyList<QuietSource> sources)
    {
        var text = new StringBuilder();
        foreach (var source in sources)
        {
            text.Append(source.Source).Append('\0').Append(source.LastReportAt.UtcTicks).Append(' ')
                .Append(source.SilentSince.UtcTicks).Append('\0');
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return MemoryMarshal.Read<ulong>(hash);
    }
}
