using Alerting.Alerts;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Alerts;

/// <summary>A hash of what an alert shows of quiet sources. It is stored in snapshots, so it is the same in every process.</summary>
internal static class QuietHash
{
    public static ulong Of(IReadOnlyList<QuietSource> sources)
    {
        var hash = StableHash.Empty;
        foreach (var source in sources)
        {
            hash = StableHash.Add(hash, source.Source);
            hash = StableHash.Add(hash, (ulong)source.LastReportAt.UtcTicks);
            hash = StableHash.Add(hash, (ulong)source.SilentSince.UtcTicks);
        }

        return hash;
    }
}
