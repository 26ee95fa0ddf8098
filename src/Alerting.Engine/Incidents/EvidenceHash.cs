using System.Runtime.InteropServices;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Incidents;

/// <summary>
/// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), by words, of what an alert shows of an incident. It is
/// stored in snapshots, so it must not differ between processes as <see cref="HashCode"/> does.
/// </summary>
internal static class EvidenceHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(Incident incident)
    {
        var hash = Add(Offset, incident.IncidentId);
        hash = Add(hash, incident.Region);
        hash = Add(hash, incident.Kind);
        hash = Add(hash, incident.Town ?? "\0");
        hash = Add(hash, (ulong)incident.OccurredAt);
        hash = Add(hash, ((ulong)(uint)incident.Killed << 32) | (uint)incident.Wounded);
        hash = Add(hash, BitConverter.DoubleToUInt64Bits(incident.GradeFactor));
        foreach (var source in incident.Sources)
        {
            hash = Add(hash, source);
        }

        if (incident.UnlistedSources > 0)
        {
            hash = Add(hash, (ulong)incident.UnlistedSources);
        }

        // 0 stands for "not computed".
        return hash == 0 ? 1 : hash;
    }

    private static ulong Add(ulong hash, ulong word) => (hash ^ word ^ (word >> 29)) * Prime;

    private static ulong Add(ulong hash, string text)
    {
        foreach (var c in MemoryMarshal.Cast<char, ushort>(text.AsSpan()))
        {
            hash = (hash ^ c) * Prime;
        }

        return Add(hash, (ulong)text.Length);
    }
}
