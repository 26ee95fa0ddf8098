using Alerting.Engine.Wire;
using Alerting.Incidents;

namespace Alerting.Engine.Incidents;

/// <summary>A hash of what an alert shows of an incident. It is stored in snapshots, so it is the same in every process.</summary>
internal static class EvidenceHash
{
    public static ulong Of(Incident incident)
    {
        var hash = StableHash.Add(StableHash.Empty, incident.IncidentId);
        hash = StableHash.Add(hash, incident.Region);
        hash = StableHash.Add(hash, incident.Kind);
        hash = StableHash.Add(hash, incident.Town ?? "\0");
        hash = StableHash.Add(hash, (ulong)incident.OccurredAt);
        hash = StableHash.Add(hash, ((ulong)(uint)incident.Killed << 32) | (uint)incident.Wounded);
        hash = StableHash.Add(hash, BitConverter.DoubleToUInt64Bits(incident.GradeFactor));
        foreach (var source in incident.Sources)
        {
            hash = StableHash.Add(hash, source);
        }

        if (incident.UnlistedSources > 0)
        {
            hash = StableHash.Add(hash, (ulong)incident.UnlistedSources);
        }

        // 0 stands for "not computed".
        return hash == 0 ? 1 : hash;
    }
}
